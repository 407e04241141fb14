/**
 * Absolute path of the built files. Everything under `assets/` has its content's hash in its name and may be cached for
 * good; every path that is no file gets `index.html`, uncached.
 */
export declare const launchpadDirectory: string

/** To be sent with every one of these files. Styles may be inline because the editor writes its own; scripts never are. */
export declare const launchpadContentSecurityPolicy: string
