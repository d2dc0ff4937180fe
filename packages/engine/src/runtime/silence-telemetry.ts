/**
 * Tells the inference library to report to nobody.
 *
 * Its published builds for Linux and macOS otherwise collect events about sessions and networks, keep them
 * in a database in the user's cache folder and send them to their maker. It reads this variable once, when
 * its first session is made; so this module is imported before the library.
 */
process.env['ORT_DISABLE_TELEMETRY'] = '1';
