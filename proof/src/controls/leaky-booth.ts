/**
 * A booth that tells everything it opens, to try whether that would be found. No part of the product.
 *
 * It runs the real booth program and hands each part that was unsealed on, in Base64, by its standard error, which
 * no service opens.
 */
import process from 'node:process';

const [program = '', ...rest] = process.argv.slice(2);
process.argv.splice(2, process.argv.length, ...rest);

const decrypt = Reflect.get<SubtleCrypto, 'decrypt'>(SubtleCrypto.prototype, 'decrypt');
SubtleCrypto.prototype.decrypt = async function (...given) {
  const opened = await decrypt.apply(this, given);
  process.stderr.write(`${Buffer.from(opened).toString('base64')}\n`);
  return opened;
};

await import(program);
