#!/usr/bin/env python3
"""How much of the moto project's own tests hold against the sandbox.

    dotnet build src/Certus.Cli -c Release
    git clone --depth 1 --branch 5.2.1 https://github.com/getmoto/moto MOTO
    python3 bench/lab-moto.py MOTO [--suites s3,kinesis,…] [--misses]

A test counts where moto_server passes it and a server that has nothing fails it; so do those that assert that a job completes at once, or an answer that is made up. All three servers get the same tests in the
same way: moto's server mode, one after another, a minute each at most. The sandbox runs with --dev. Needs moto_server of the same version, pytest and pytest-timeout.
"""
import argparse
import http.server
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import xml.etree.ElementTree

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SUITES = "s3,kinesis,firehose,athena,glue,sagemaker"


class Nothing(http.server.BaseHTTPRequestHandler):
    """A server that knows no operation, but starts each test as the others do."""

    protocol_version = "HTTP/1.1"

    def answer(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = b'{"status": "ok"}' if self.path == "/moto-api/reset" else b'{"__type": "NotImplemented", "message": "nothing"}'
        self.send_response(200 if self.path == "/moto-api/reset" else 501)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = do_OPTIONS = answer

    def log_message(self, *_):
        pass


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(command, port):
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while True:
        try:
            urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}/moto-api/reset", method="POST"), timeout=5)
            return process
        except OSError:
            if process.poll() is not None:
                sys.exit(f"{command[0]} ended with {process.returncode}")
            time.sleep(0.1)


def passed(moto, suite, port, scratch):
    """Names of the tests of a suite that pass against a server, why the others failed, and the seconds."""
    report = os.path.join(scratch, f"{suite}-{port}.xml")
    environment = {**os.environ, "TEST_SERVER_MODE": "true", "TEST_SERVER_MODE_ENDPOINT": f"http://localhost:{port}", "AWS_DEFAULT_REGION": "us-east-1", "PYTHONDONTWRITEBYTECODE": "1",
                   "PYTHONPATH": os.pathsep.join([moto, *filter(None, [os.environ.get("PYTHONPATH")])])}
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "pytest", f"tests/test_{suite}", "-q", "--timeout", "60", "-p", "no:cacheprovider", "--tb=line", "-W", "ignore", f"--junitxml={report}"], cwd=moto, env=environment, stdout=subprocess.DEVNULL, check=False)
    good, bad = set(), {}
    for case in xml.etree.ElementTree.parse(report).iter("testcase"):
        name, wrong = f"{case.get('classname')}::{case.get('name')}", case.find("failure") if case.find("error") is None else case.find("error")
        if wrong is not None:
            bad[name] = (wrong.get("message") or "").splitlines()[:1]
        elif case.find("skipped") is None:
            good.add(name)
    return good - bad.keys(), bad, time.perf_counter() - began


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("moto", help="moto's source tree, tag 5.2.1")
    parser.add_argument("--suites", default=SUITES)
    parser.add_argument("--configuration", default="release", help="release or debug")
    parser.add_argument("--misses", action="store_true", help="name the tests that count and fail, and why")
    options = parser.parse_args()
    program = os.path.join(ROOT, "artifacts", "bin", "Certus.Cli", options.configuration, "Certus.Cli.dll")
    if not os.path.exists(program):
        sys.exit(f"{program} is missing: dotnet build src/Certus.Cli -c {options.configuration.capitalize()}")
    if not shutil.which("moto_server"):
        sys.exit("moto_server is missing: pip install 'moto[server]==5.2.1'")
    nothing = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Nothing)
    threading.Thread(target=nothing.serve_forever, daemon=True).start()
    lab_port, moto_port = free_port(), free_port()
    processes = []
    with tempfile.TemporaryDirectory() as scratch:
        try:
            processes.append(start(["dotnet", program, "lab", "serve", "--port", str(lab_port), "--data", os.path.join(scratch, "lab"), "--dev"], lab_port))
            processes.append(start(["moto_server", "-H", "127.0.0.1", "-p", str(moto_port)], moto_port))
            for suite in options.suites.split(","):
                moto = os.path.abspath(options.moto)
                counted = passed(moto, suite, moto_port, scratch)[0] - passed(moto, suite, nothing.server_address[1], scratch)[0]
                good, bad, seconds = passed(moto, suite, lab_port, scratch)
                print(f"{suite}: {len(good & counted)} of {len(counted)}, {100 * len(good & counted) / len(counted):.1f} %, {seconds:.0f} s", flush=True)
                for name in sorted(counted - good) if options.misses else []:
                    print(f"    {name}: {' '.join(bad.get(name, ['left out']))[:300]}", flush=True)
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait()


if __name__ == "__main__":
    main()
