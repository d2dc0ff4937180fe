/**
 * Runs in the page before anything else does: a page that keeps what it seals in every place that a browser has, and lets
 * no camera go. No part of the product: the positive control of what is looked for in a browser.
 */
export const LEAKY_PAGE = `(() => {
  // Small enough for a cookie.
  const SIDE = 64;
  const KEPT_MOST = 2;
  let kept = 0;
  let keeping = Promise.resolve();
  globalThis.hasKept = async () => { await keeping; return kept; };
  const encrypt = SubtleCrypto.prototype.encrypt;
  SubtleCrypto.prototype.encrypt = function (algorithm, key, data) {
    const bytes = new Uint8Array(ArrayBuffer.isView(data) ? data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) : data.slice(0));
    keeping = keeping.then(() => keep(bytes)).catch((error) => { globalThis.whyNotKept = String(error); });
    return encrypt.call(this, algorithm, key, data);
  };
  MediaStreamTrack.prototype.stop = () => undefined;

  async function keep(bytes) {
    const start = bytes.findIndex((one, at) => one === 0xff && bytes[at + 1] === 0xd8 && bytes[at + 2] === 0xff);
    if (start < 0 || kept >= KEPT_MOST) return;
    const picture = await createImageBitmap(new Blob([bytes.subarray(start)], { type: 'image/jpeg' }));
    const canvas = new OffscreenCanvas(SIDE, SIDE * picture.height / picture.width);
    canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.5 });
    const small = new Uint8Array(await blob.arrayBuffer());
    const words = btoa(String.fromCharCode(...small));
    kept += 1;
    const name = 'kept-' + kept;
    localStorage.setItem(name, words);
    sessionStorage.setItem(name, words);
    document.cookie = name + '=' + words + '; path=/; max-age=3600';
    // The page itself writes over what its history says.
    globalThis.name += words + ' ';
    const cache = await caches.open(name);
    await cache.put('/' + name, new Response(small));
    const folder = await navigator.storage.getDirectory();
    const writable = await (await folder.getFileHandle(name, { create: true })).createWritable();
    await writable.write(small);
    await writable.close();
    await keepInDatabase(name, small);
  }

  function keepInDatabase(name, small) {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore('kept');
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const transaction = request.result.transaction('kept', 'readwrite');
        transaction.objectStore('kept').put({ picture: new Blob([small]) }, name);
        transaction.oncomplete = () => { request.result.close(); resolve(); };
        transaction.onerror = () => reject(transaction.error);
      };
    });
  }
})()`;
