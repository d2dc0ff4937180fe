/** Where stored tiles are read from; the prefix of a log. */
export interface TileSource {
  /**
   * The bytes that were stored under a path such as `tile/0/x001/234.p/7`; `undefined` when there are none.
   *
   * What is read is not trusted: it is held against a root.
   */
  read(path: string): Promise<Uint8Array | undefined>;
}
