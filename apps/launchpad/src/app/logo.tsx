/** A ratchet's teeth, and the pawl that lets them go one way only. */
export const Logo = () => (
  <svg aria-hidden="true" width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="var(--accent)" strokeWidth="2.2">
    <path strokeLinejoin="round" strokeLinecap="round" d="M4 21v-6l5-3v3l5-3v3l5-3v9z" />
    <path strokeLinecap="round" d="M6 5.5l7.5 4" />
    <circle cx="4.6" cy="4.6" r="1.8" />
  </svg>
)
