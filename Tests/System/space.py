"""A space without a wallet in it: what anybody can make who speaks the protocol, with bytes of their own."""

import base64
import ctypes
import ctypes.util
import hashlib
import os
import time

from support import RECORD, decode, encode, post

sodium = ctypes.CDLL(ctypes.util.find_library("sodium") or "libsodium.so.23")
if sodium.sodium_init() < 0:
    raise OSError("libsodium does not start")


def element():
    """A random element of ristretto255, as who tries a code would blind it."""
    out = ctypes.create_string_buffer(32)
    sodium.crypto_core_ristretto255_random(out)
    return out.raw


class Space:
    """One on a server, of random slots; its key signs."""

    def __init__(self, server, card_tags=(), ahead=0, slots=None):
        """`ahead`: the server's clock less the true one. Up to four card tags are its cards'."""
        self.server, self.ahead = server, ahead
        self.id = os.urandom(16)
        public, self.secret = (ctypes.create_string_buffer(size) for size in (32, 64))
        sodium.crypto_sign_seed_keypair(public, self.secret, os.urandom(32))
        self.slots = slots or self.random_slots()
        tags = [*card_tags, *(os.urandom(16) for _ in range(4 - len(card_tags)))]
        self.creation = {
            1: self.id, 2: public.raw, 3: self.slots, 4: tags, 5: os.urandom(RECORD), 6: bytes(40)}
        status, _, _ = self.call("/v1/spaces", self.creation)
        if status != 201:
            raise AssertionError(f"a space was answered {status}")

    @staticmethod
    def random_slots():
        """Four; the first one waits."""
        return [[os.urandom(16), os.urandom(RECORD), 0 if place else 168] for place in range(4)]

    @property
    def authority(self):
        _, _, body = post(self.server.port, "/v1/info", b"", method="GET")
        return decode(body)[0][2]

    def request(self, path, message, authority):
        """A signed call, as arguments for `post` after the port."""
        body = encode(message)
        return path, body, None, "POST", self.sign(path, body, authority)

    def sign(self, path, body, authority, method="POST"):
        """The fields that sign a call (RFC 9421, RFC 9530), others each time."""
        digest = f"sha-512=:{base64.b64encode(hashlib.sha512(body).digest()).decode()}:"
        inputs = (
            '("@method" "@authority" "@path" "content-digest")'
            f';created={int(time.time()) + self.ahead};nonce="{os.urandom(16).hex()}"'
            f';keyid="{self.id.hex()}";tag="pde1"')
        text = (
            f'"@method": {method}\n"@authority": {authority}\n"@path": {path}\n'
            f'"content-digest": {digest}\n"@signature-params": {inputs}').encode()
        signature = ctypes.create_string_buffer(64)
        sodium.crypto_sign_detached(
            signature, None, text, ctypes.c_ulonglong(len(text)), self.secret)
        return [
            ("content-digest", digest), ("signature-input", "pde=" + inputs),
            ("signature", f"pde=:{base64.b64encode(signature.raw).decode()}:")]

    def call(self, path, message):
        """A signed call: status, headers, body."""
        return post(self.server.port, *self.request(path, message, self.authority))

    def open(self):
        return self.call("/v1/space/open", {})[0]

    def lock(self, until):
        return self.call("/v1/space/lock", {1: until})[0]
