/** A location that cannot be loaded, as the launchpad has to tell it. */
throw new Error('The price list is missing: set PRICES_URL before this module is loaded.')
