/** What the build puts in the place of parts of Vega that no figure uses. */
export {};
