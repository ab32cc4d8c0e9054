"""Opens an openseal-gm/1 file of one chunk with the Python package gmssl, written from docs/sealing.md alone.

Usage: gm-open.py SECRET_KEY_HEX PUBLIC_KEY_HEX < sealed > plain
"""
import base64
import sys

from gmssl import sm2, sm3, sm4


def digest(data):
    return bytes.fromhex(sm3.sm3_hash(list(data)))


def hmac(key, data):
    key = key.ljust(64, b"\0")
    inner = digest(bytes(b ^ 0x36 for b in key) + data)
    return digest(bytes(b ^ 0x5C for b in key) + inner)


def hkdf(secret, salt, info, length):
    prk, block, out = hmac(salt or bytes(32), secret), b"", b""
    while len(out) < length:
        block = hmac(prk, block + info + bytes([len(out) // 32 + 1]))
        out += block
    return out[:length]


def unbase64(text):
    return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)


def der(data, tag):
    """The value of one element, and what follows it."""
    assert data[0] == tag, "not the element expected"
    start, length = (3, data[2]) if data[1] == 0x81 else (2, data[1])
    return data[start : start + length], data[start + length :]


def sm2_raw(body):
    """C1 C3 C2 as the package takes it, of a ciphertext in GM/T 0009's DER."""
    inside, _ = der(body, 0x30)
    x, rest = der(inside, 0x02)
    y, rest = der(rest, 0x02)
    c3, rest = der(rest, 0x04)
    c2, _ = der(rest, 0x04)
    wide = lambda number: number.lstrip(b"\0").rjust(32, b"\0")
    return wide(x) + wide(y) + c3 + c2


def ctr(key, nonce, data):
    cipher = sm4.CryptSM4()
    cipher.set_key(key, sm4.SM4_ENCRYPT)
    out = bytearray()
    for block in range(0, len(data), 16):
        counter = nonce + (block // 16).to_bytes(4, "big")
        pad = bytes(cipher.one_round(cipher.sk, list(counter)))
        out += bytes(a ^ b for a, b in zip(data[block : block + 16], pad))
    return bytes(out)


def main(secret, public):
    sealed = sys.stdin.buffer.read()
    end = sealed.index(b"\n--- ") + len(b"\n---")
    header, rest = sealed[:end], sealed[end + 1 :]
    mac, payload = rest.split(b"\n", 1)
    lines = header.decode().split("\n")
    assert lines[0] == "openseal-gm/1"
    at = lines.index("-> SM2") + 1
    text = ""
    while True:
        text += lines[at]
        if len(lines[at]) < 64:
            break
        at += 1
    crypt = sm2.CryptSM2(public_key=public[2:], private_key=secret, mode=1)
    file_key = crypt.decrypt(sm2_raw(unbase64(text)))
    assert hmac(hkdf(file_key, None, b"header", 32), header) == unbase64(mac.decode()), "header MAC"
    key = hkdf(file_key, payload[:16], b"payload", 48)
    body, tag = payload[16:-32], payload[-32:]
    nonce = bytes(11) + b"\1"
    assert hmac(key[16:], nonce + body) == tag, "chunk MAC"
    sys.stdout.buffer.write(ctr(key[:16], nonce, body))


main(sys.argv[1], sys.argv[2])
