# SPDX-License-Identifier: Apache-2.0

"""What the REST client adds to the bare use of requests."""

import contextlib
import pathlib
import subprocess
import sys
import tempfile
import time

import requests

from benchmarks import measuring
from f5_heat import icontrol

NUMBER = 800
#: The two take turns, so that what else the machine does hits both.
TURNS = 10
CLIENTS = ('f5_heat', 'requests')
VERBS = ('POST', 'GET', 'DELETE')


def lines(args):
    """Yield the lines of a Markdown table of both clients."""
    number = NUMBER // 4 if args.quick else NUMBER
    spent = measure(number)
    yield '## The client'
    yield ''
    yield (
        'Beside `requests.Session` on its own: milliseconds for each '
        'request, of %d, on one connection with a token, in turns. The '
        'BIG-IP is in another process.' % number
    )
    yield ''
    yield from measuring.table(
        ('', 'CPU', 'requests', 'ratio', 'wall', 'requests', 'ratio'),
        [
            (
                verb,
                *(
                    cell
                    for kind in range(2)
                    for cell in cells(
                        number,
                        *(spent[client][verb][kind] for client in CLIENTS),
                    )
                ),
            )
            for verb in VERBS
        ],
        (-6, 6, 8, 5, 6, 8, 5),
    )


def cells(number, one, other):
    return (
        *('%.2f' % (seconds * 1000 / number) for seconds in (one, other)),
        '%.2f' % (one / other),
    )


def measure(number):
    """Seconds of CPU and of the clock, by client and verb."""
    with simulator() as (address, ca_file):
        clients = {
            'f5_heat': ours(address, ca_file),
            'requests': bare(address, ca_file),
        }
        spent = {
            client: {verb: [0.0, 0.0] for verb in VERBS} for client in CLIENTS
        }
        for client in CLIENTS:
            clients[client]['POST']('warm-' + client)
        for turn, order in enumerate(measuring.turns(TURNS, *CLIENTS)):
            for verb in VERBS:
                for client in order:
                    before = time.process_time(), time.perf_counter()
                    for count in range(number // TURNS):
                        clients[client][verb](
                            '%s-%d-%d' % (client, turn, count)
                        )
                    after = time.process_time(), time.perf_counter()
                    spent[client][verb] = [
                        total + end - start
                        for total, start, end in zip(
                            spent[client][verb], before, after, strict=True
                        )
                    ]
    return spent


def ours(address, ca_file):
    """Functions of a pool's name, by verb, that use our client."""
    bigip = icontrol.connect(address, 'admin', 'admin', verify=ca_file)
    return {
        'POST': lambda name: bigip.create('ltm/pool', {'name': name}),
        'GET': lambda name: bigip.read('ltm/pool', '/Common/' + name),
        'DELETE': lambda name: bigip.delete('ltm/pool', '/Common/' + name),
    }


def bare(address, ca_file):
    """The same, with a session of requests."""
    url = 'https://%s/mgmt/' % address
    session = requests.Session()
    session.trust_env = False
    session.verify = ca_file

    def send(method, uri, **body):
        answer = session.request(method, url + uri, json=body or None)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    login = send(
        'POST',
        'shared/authn/login',
        username='admin',
        password='admin',
        loginProviderName='tmos',
    )
    session.headers['X-F5-Auth-Token'] = login['token']['token']
    item = 'tm/ltm/pool/~Common~%s'
    return {
        'POST': lambda name: send('POST', 'tm/ltm/pool', name=name),
        'GET': lambda name: send('GET', item % name),
        'DELETE': lambda name: send('DELETE', item % name),
    }


@contextlib.contextmanager
def simulator():
    """The address and the certificate of a BIG-IP in another process."""
    with tempfile.TemporaryDirectory() as directory:
        ca_file = str(pathlib.Path(directory) / 'ca.pem')
        process = subprocess.Popen(
            [
                sys.executable,
                '-m',
                'f5_heat.simulator',
                '--port',
                '0',
                '--ca-file',
                ca_file,
            ],
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            yield '127.0.0.1:' + process.stdout.readline().strip(), ca_file
        finally:
            process.terminate()
            process.communicate()
