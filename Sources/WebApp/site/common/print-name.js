// What a print is called, in the printer's list and as a file: browsers take the window's title.

/**
 * Whether no title that the page has now is written down. Firefox writes each into its history, if only for a moment;
 * Chromium none that comes some seconds after the page (Specs/decisions/0037-reload.md, "The name of a print").
 */
export const keepsNoTitle = () => /Chrome\//.test(navigator.userAgent) && performance.now() > 10_000;
