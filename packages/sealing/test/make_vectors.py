"""Makes the vectors of sealed captures from their page, with Python's cryptography package.

Shares no line with the code that is held against them. Usage: make_vectors.py <folder of vectors>
"""

import base64
import hashlib
import hmac
import json
import pathlib
import struct
import sys

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEM = b"KEM" + struct.pack(">H", 0x0010)
SUITE = b"HPKE" + struct.pack(">HHH", 0x0010, 0x0001, 0x0002)
BASE, AUTH = 0, 2
STEPS = {1: 65536, 2: 16384, 3: 64, 4: 16384}
NAMES = {1: "card", 2: "frame", 3: "end", 4: "timed-frame"}


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def extract(salt, ikm):
    return hmac.digest(salt or bytes(32), ikm, "sha256")


def expand(prk, info, length):
    block, out, at = b"", b"", 1
    while len(out) < length:
        block = hmac.digest(prk, block + info + bytes([at]), "sha256")
        out, at = out + block, at + 1
    return out[:length]


def labeled_extract(suite, salt, label, ikm):
    return extract(salt, b"HPKE-v1" + suite + label + ikm)


def labeled_expand(suite, prk, label, info, length):
    return expand(prk, struct.pack(">H", length) + b"HPKE-v1" + suite + label + info, length)


def key(seed):
    number = int.from_bytes(hashlib.sha256(seed).digest(), "big") % (2**255)
    return ec.derive_private_key(number + 1, ec.SECP256R1())


def public(private):
    return private.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )


def pkcs8(private):
    return private.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


class Sender:
    def __init__(self, ephemeral, recipient, info, own=None):
        self.enc = public(ephemeral)
        shared = ephemeral.exchange(ec.ECDH(), recipient.public_key())
        context = self.enc + public(recipient)
        if own is not None:
            shared += own.exchange(ec.ECDH(), recipient.public_key())
            context += public(own)
        prk = labeled_extract(KEM, b"", b"eae_prk", shared)
        secret = labeled_expand(KEM, prk, b"shared_secret", context, 32)
        mode = bytes([BASE if own is None else AUTH])
        schedule = (
            mode
            + labeled_extract(SUITE, b"", b"psk_id_hash", b"")
            + labeled_extract(SUITE, b"", b"info_hash", info)
        )
        prk = labeled_extract(SUITE, secret, b"secret", b"")
        self.aead = AESGCM(labeled_expand(SUITE, prk, b"key", schedule, 32))
        self.nonce = labeled_expand(SUITE, prk, b"base_nonce", schedule, 12)
        self.sequence = 0

    def seal(self, plaintext, aad):
        mask = self.sequence.to_bytes(12, "big")
        self.sequence += 1
        return self.aead.encrypt(bytes(a ^ b for a, b in zip(self.nonce, mask)), plaintext, aad)


def info_of(bound, part):
    fields = ["bonin/capture/v2", part]
    fields += [bound[name] for name in ("registrationId", "attemptId", "challenge")]
    fields += [bound[name] for name in ("buildDigest", "readerKey", "matcherKey")]
    return b"".join(struct.pack(">H", len(f)) + f.encode("ascii") for f in fields)


def chunks_of(sender, parts):
    chunks = []
    for index, (kind, last, payload) in enumerate(parts):
        aad = bytes([1, kind, 1 if last else 0]) + struct.pack(">I", index)
        if index == 0:
            aad += sender.enc
        plain = struct.pack(">I", len(payload)) + payload
        plain += bytes(-len(plain) % STEPS[kind])
        chunks.append(aad + sender.seal(plain, aad))
    return chunks


def vector(name, face, sequences):
    reader, matcher = key(name + b" reader"), key(name + b" matcher")
    bound = {
        "registrationId": "reg_7Hn2",
        "attemptId": "att_1",
        "challenge": "q83vEjRWeJA",
        "buildDigest": "9f86d081884c7d65",
        "readerKey": b64(public(reader)),
        "matcherKey": b64(public(matcher)),
    }
    infos = {part: info_of(bound, part) for part in ("card", "face", "portrait")}
    card = [(1, True, b"a card")]
    portrait = b"a portrait"
    to_reader = Sender(key(name + b" card"), reader, infos["card"])
    to_matcher = Sender(key(name + b" face"), matcher, infos["face"])
    handed = Sender(key(name + b" portrait"), matcher, infos["portrait"], own=reader)
    told = lambda parts: [
        {"kind": NAMES[kind], "last": last, "payload": b64(payload)} for kind, last, payload in parts
    ]
    return {
        "spec": "docs/formats/sealed-capture.md, version 2",
        "comment": "A card, live frames and a portrait, under keys made for this vector. Byte strings are base64url "
        "without padding. Each sequence lists the chunks that the matcher received, by their place in input.face, before "
        "the end of input.",
        "input": {
            "readerPrivateKeyPkcs8": b64(pkcs8(reader)),
            "matcherPrivateKeyPkcs8": b64(pkcs8(matcher)),
            "bound": bound,
            "card": [b64(chunk) for chunk in chunks_of(to_reader, card)],
            "face": [b64(chunk) for chunk in chunks_of(to_matcher, face)],
            "portrait": b64(handed.enc + handed.seal(portrait, b"")),
        },
        "expect": {
            "infos": {part: b64(info) for part, info in infos.items()},
            "card": told(card),
            "face": told(face),
            "portrait": b64(portrait),
            "sequences": [{"received": r, "outcome": o} for r, o in sequences],
        },
    }


TIMED = lambda ms, image: struct.pack(">I", ms) + image
VECTORS = {
    "card-frame-and-end.json": vector(
        b"one",
        [(2, False, b"a frame"), (3, True, b"")],
        [
            ([0, 1], "complete"),
            ([0], "STREAM_TRUNCATED"),
            ([1, 0], "CHUNK_OUT_OF_ORDER"),
            ([0, 0], "CHUNK_OUT_OF_ORDER"),
            ([0, 1, 0], "CHUNK_AFTER_LAST"),
            ([], "STREAM_TRUNCATED"),
        ],
    ),
    "card-two-timed-frames-and-end.json": vector(
        b"two",
        [(4, False, TIMED(0, b"one")), (4, False, TIMED(250, b"two")), (3, True, b"")],
        [
            ([0, 1, 2], "complete"),
            ([0, 2], "CHUNK_OUT_OF_ORDER"),
            ([0, 2, 1], "CHUNK_OUT_OF_ORDER"),
            ([0, 1], "STREAM_TRUNCATED"),
        ],
    ),
}

for name, content in VECTORS.items():
    text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    (pathlib.Path(sys.argv[1]) / name).write_text(text, "utf-8")
