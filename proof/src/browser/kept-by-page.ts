/** Places in a browser in which a page can keep something, and how each is read out. */

export const BROWSER_PLACES = [
  'browser-local-storage',
  'browser-session-storage',
  'browser-databases',
  'browser-caches',
  'browser-files',
  'browser-cookies',
  'browser-address',
] as const;
export type BrowserPlace = (typeof BROWSER_PLACES)[number];

/** Each piece in Base64; cookies that no page can read are asked of the browser itself. */
export type KeptByPage = Readonly<Record<BrowserPlace, readonly string[]>>;

/** Runs in the page: everything that it can come by again. */
export const READ_KEPT = `(async () => {
  const base64 = (bytes) => {
    let text = '';
    for (let at = 0; at < bytes.length; at += 32768) {
      text += String.fromCharCode(...bytes.subarray(at, at + 32768));
    }
    return btoa(text);
  };
  const words = (text) => base64(new TextEncoder().encode(text));
  const ofBlob = async (blob) => base64(new Uint8Array(await blob.arrayBuffer()));
  // A value of a database may hold bytes at any depth.
  const pieces = async (value) => {
    if (typeof value === 'string') return [words(value)];
    if (value instanceof Blob) return [await ofBlob(value)];
    if (value instanceof ArrayBuffer) return [base64(new Uint8Array(value))];
    if (ArrayBuffer.isView(value)) {
      return [base64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))];
    }
    if (value === null || typeof value !== 'object') return [words(String(value))];
    const inner = value instanceof Map || value instanceof Set ? [...value].flat() : Object.entries(value).flat();
    return (await Promise.all(inner.map(pieces))).flat();
  };
  const asked = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const databases = async () => {
    const found = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await asked(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const rows = database.transaction(store).objectStore(store);
        found.push(...(await pieces(await asked(rows.getAllKeys()))));
        found.push(...(await pieces(await asked(database.transaction(store).objectStore(store).getAll()))));
      }
      database.close();
    }
    return found;
  };
  const cached = async () => {
    const found = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        found.push(words(request.url));
        const response = await cache.match(request);
        if (response) found.push(base64(new Uint8Array(await response.arrayBuffer())));
      }
    }
    return found;
  };
  const files = async (folder) => {
    const found = [];
    for await (const [name, handle] of folder.entries()) {
      found.push(words(name));
      if (handle.kind === 'directory') found.push(...(await files(handle)));
      else found.push(await ofBlob(await handle.getFile()));
    }
    return found;
  };
  const rowsOf = (storage) => Object.entries({ ...storage }).flat().map(words);
  return {
    'browser-local-storage': rowsOf(localStorage),
    'browser-session-storage': rowsOf(sessionStorage),
    'browser-databases': await databases(),
    'browser-caches': await cached(),
    'browser-files': await files(await navigator.storage.getDirectory()),
    'browser-cookies': [words(document.cookie)],
    'browser-address': [
      words(location.href),
      words(window.name),
      words(document.referrer),
      ...(await pieces(history.state)),
    ],
  };
})()`;

/** Before anything else of the page: every camera that it opens is written down. */
export const WATCH_CAMERAS = `(() => {
  const opened = [];
  const { mediaDevices } = navigator;
  const original = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (wish) => {
    const stream = await original(wish);
    opened.push(...stream.getTracks());
    return stream;
  };
  globalThis.cameraTracks = opened;
})()`;

/** How many tracks of cameras were opened, and how many of them still run. */
export const COUNT_TRACKS = `({
  opened: globalThis.cameraTracks.length,
  running: globalThis.cameraTracks.filter(({ readyState }) => readyState === 'live').length,
})`;
