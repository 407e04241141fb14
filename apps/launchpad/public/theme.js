try {
  const { theme } = JSON.parse(localStorage.getItem('pawl.preferences') ?? '{}')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage may be blocked or hold something else: the system's theme is right then.
}
