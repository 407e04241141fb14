// The conformance suites. They import vitest, so they have an entry of their own: the other one works in any program.
export {}
