"""Holds the vectors of the ledger against the page of the format, with Python's hashlib and the openssl program.

Shares no line with the code that made them. Usage: check_independently.py <folder of vectors>
"""

import base64
import hashlib
import json
import pathlib
import struct
import subprocess
import sys
import tempfile

folder = pathlib.Path(sys.argv[1])


def vector(name):
    return json.loads((folder / name).read_text("utf-8"))


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def field(data):
    return struct.pack(">H", len(data)) + data


def root(leaves):
    if len(leaves) == 1:
        return sha(b"\0", leaves[0])
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha(b"\1", root(leaves[:k]), root(leaves[k:]))


def ed25519(public_key, message, signature):
    """Whether openssl takes the signature."""
    der = bytes.fromhex("302a300506032b6570032100") + public_key
    with tempfile.TemporaryDirectory() as work:
        paths = [pathlib.Path(work) / name for name in ("key", "message", "signature")]
        for path, data in zip(paths, (der, message, signature)):
            path.write_bytes(data)
        key, text, sig = map(str, paths)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", key]
        done = subprocess.run(command + ["-rawin", "-in", text, "-sigfile", sig], capture_output=True)
        return done.returncode == 0


statements = vector("statements.json")
leaves = []
for row in statements["input"]:
    salt = base64.urlsafe_b64decode(row["salt"] + "=")
    leaves.append(sha(field(b"bonin/ledger-commitment/v1"), field(salt), field(row["statement"].encode())))
assert [leaf.hex() for leaf in leaves] == statements["expect"]["leaves"], "leaves"
assert base64.b64encode(root(leaves)).decode() == statements["expect"]["root"], "root"

for name in ("rfc6962-roots.json",):
    published = vector(name)
    given = [bytes.fromhex(leaf) for leaf in published["input"]["leaves"]]
    for size in range(1, len(given) + 1):
        assert root(given[:size]).hex() == published["expect"]["roots"][size], "published root"

checked = 0
checkpoint = vector("checkpoint.json")
text, lines = checkpoint["expect"]["checkpoint"].split("\n\n")
text += "\n"
assert text == "vectors.example/ledger\n9\n%s\n" % statements["expect"]["root"], "text"
keys = {}
for encoded in checkpoint["input"]["verifierKeys"]:
    name, key_id, data = encoded.split("+", 2)
    keys[name] = (key_id, base64.b64decode(data))
for line in lines.strip().split("\n"):
    dash, name, data = line.split(" ")
    signature = base64.b64decode(data)
    key_id, key = keys[name]
    assert dash == "\u2014" and signature[:4].hex() == key_id, "key id"
    assert sha(name.encode(), b"\n", key)[:4].hex() == key_id, "key id of its key"
    if key[0] == 1:
        message, signature = text.encode(), signature[4:]
    else:
        assert key[0] == 4, "type"
        time = struct.unpack(">Q", signature[4:12])[0]
        message, signature = ("cosignature/v1\ntime %d\n%s" % (time, text)).encode(), signature[12:]
    assert ed25519(key[1:], message, signature), "signature"
    assert not ed25519(key[1:], message + b"x", signature), "a signature of another text"
    checked += 1

receipt = vector("receipt-holds.json")["input"]["receipt"]
head, note = receipt.split("\n\n", 1)
first, extra, index, *path = head.split("\n")
assert first == "c2sp.org/tlog-proof@v1" and note == checkpoint["expect"]["checkpoint"], "receipt"
extra = base64.b64decode(extra.removeprefix("extra "))
leaf = sha(field(b"bonin/ledger-commitment/v1"), field(extra[:32]), field(extra[32:]))
number, node = int(index.removeprefix("index ")), sha(b"\0", leaf)
for sibling in map(base64.b64decode, path):
    node = sha(b"\1", sibling, node) if number % 2 else sha(b"\1", node, sibling)
    number //= 2
assert base64.b64encode(node).decode() == statements["expect"]["root"], "path"
print("%d leaves, %d signatures, %d siblings" % (len(leaves), checked, len(path)))
