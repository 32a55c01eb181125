"""Looks for what must not be written down, in every form in which it could be."""

import base64
import json
import re
import urllib.parse


def forms(marker):
    """The ways in which a marker could be written down, by name."""
    found = {"UTF-8": marker}
    try:
        text = marker.decode()
        found["UTF-16LE"], found["UTF-16BE"] = text.encode("utf-16-le"), text.encode("utf-16-be")
        found["percent, as needed"] = urllib.parse.quote(text, safe="").encode()
        found["JSON"] = json.dumps(text)[1:-1].encode()
    except UnicodeDecodeError:
        pass
    for shift in range(3):
        # What of it depends on the marker alone, wherever it begins.
        coded = base64.b64encode(bytes(shift) + marker + bytes(3))
        first, last = (8 * shift + 5) // 6, 8 * (shift + len(marker)) // 6
        found[f"base64 +{shift}"] = coded[first:last]
        found[f"base64url +{shift}"] = coded[first:last].translate(bytes.maketrans(b"+/", b"-_"))
    found["hex"] = marker.hex().encode()
    found["HEX"] = marker.hex().upper().encode()
    for name, digits in (("percent", "%%%02x"), ("PERCENT", "%%%02X")):
        found[name] = "".join(digits % byte for byte in marker).encode()
    return found


def search(files, markers):
    """Where a marker occurs: (file, what it is, in which form). Forms of fewer than six bytes
    are looked for outside blocks only: in so much noise they occur by chance."""
    found = []
    wanted = [
        (name, form, needle)
        for name, marker in markers.items() for form, needle in forms(marker).items()]
    for path in files:
        content = path.read_bytes()
        is_block = re.fullmatch("[0-9a-f]{32}", path.name)
        for name, form, needle in wanted:
            if (len(needle) >= 6 or not is_block) and needle in content:
                found.append((path.name, name, form))
    return found
