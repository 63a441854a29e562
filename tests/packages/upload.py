"""Starts scormhost on loopback, uploads packages, and prints what it made of them as JSON.

usage: upload.py [--stay] DATA_FOLDER ZIP...

With --stay it goes on serving until its input ends.
"""
import hashlib
import io
import json
import socket
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree as ET
import zipfile

import uvicorn
from scormhost import create_scorm_app

words = sys.argv[1:]
stay = words[0] == "--stay"
folder, *zips = words[stay:]
listening = socket.socket()
listening.bind(("127.0.0.1", 0))
base = "http://127.0.0.1:%d" % listening.getsockname()[1]
app = create_scorm_app(data_dir=folder, secret_key="only for this test, which ends in a second")
server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True).start()
for _ in range(600):
    if server.started:
        break
    time.sleep(0.05)
else:
    sys.exit("scormhost did not start")

token = ""


def call(path, body=None, kind=None):
    """Status and bytes of an answer; a request with a body is a POST."""
    headers = {"Authorization": "Bearer " + token} if token else {}
    if kind:
        headers["Content-Type"] = kind
    request = urllib.request.Request(base + path, data=body, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def served(package, content, name):
    status, got = call("/content/%s/%s" % (package, urllib.parse.quote(name)))
    digest = lambda data: hashlib.sha256(data).hexdigest()
    return {"name": name, "status": status, "served": digest(got), "packed": digest(content)}


# Whoever registers first is the administrator, who may upload.
who = {"email": "trainer@example.com", "username": "trainer", "password": "a long password", "display_name": "Trainer"}
status, answer = call("/api/auth/register", json.dumps(who).encode(), "application/json")
assert status == 200, (status, answer)
token = json.loads(answer)["access_token"]

uploads = []
for path in zips:
    with open(path, "rb") as file:
        data = file.read()
    name = path.rsplit("/", 1)[-1]
    head = '--part\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\nContent-Type: application/zip\r\n\r\n' % name
    status, answer = call("/api/packages", head.encode() + data + b"\r\n--part--\r\n", "multipart/form-data; boundary=part")
    upload = {"status": status, "answer": json.loads(answer)}
    if status == 201:
        package = upload["answer"]["id"]
        upload["page"] = call("/packages/" + package)[1].decode()
        archive = zipfile.ZipFile(io.BytesIO(data))
        # The files as the manifest names them.
        hrefs = [e.attrib["href"] for e in ET.fromstring(archive.read("imsmanifest.xml")).iter() if e.tag.endswith("}file")]
        names = [urllib.parse.unquote(href) for href in hrefs]
        upload["files"] = [served(package, archive.read(name), name) for name in names]
    uploads.append(upload)
listed = json.loads(call("/api/packages")[1])
json.dump({"base": base, "uploads": uploads, "listed": listed}, sys.stdout)
if stay:
    print(flush=True)
    sys.stdin.read()
server.should_exit = True
