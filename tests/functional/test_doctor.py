# SPDX-License-Identifier: Apache-2.0

"""``f5-heat doctor``, as operators and monitoring systems run it."""

import contextlib
import datetime
import hashlib
import json
import os
import pathlib
import re
import socket
import ssl
import subprocess
import sysconfig
import threading
import venv

import pytest

from f5_heat import simulator
from f5_heat.cmd import diagnosis
from f5_heat.lab import lab
from tests.functional import certificates
from tests.functional import conftest
from tests.functional import gateway
from tests.functional import test_install

F5_HEAT = os.path.join(sysconfig.get_path('scripts'), 'f5-heat')
PACKAGE = pathlib.Path(diagnosis.__file__).parents[1]
USER = 'heat'
PASSWORD = 'k33p-t0-y0urself'
KEY = '0123456789abcdef0123456789abcdef'


class Done:
    """What a run of the command came to."""

    def __init__(self, process, secrets):
        self.code = process.returncode
        self.out = process.stdout
        self.err = process.stderr
        for secret in secrets:
            assert secret not in self.out + self.err

    @property
    def json(self):
        assert not self.err
        return json.loads(self.out)

    def found(self, device=None, address=None):
        """Status and message by check, of what was found somewhere."""
        return {
            one['check']: (one['status'], one['message'])
            for one in self.json['checks']
            if one['device'] == device
            and (address is None or one['address'] == address)
        }


@pytest.fixture
def doctor(tmp_path):
    """Runs the command on a heat.conf of these sections."""

    def doctor(
        *arguments,
        conf=None,
        command=(F5_HEAT,),
        mode=0o640,
        secrets=(),
        **environ,
    ):
        if conf is not None:
            path = tmp_path / 'heat.conf'
            path.touch()
            path.chmod(mode)
            path.write_text(
                ''.join(
                    '[%s]\n%s'
                    % (
                        title,
                        ''.join(
                            '%s = %s\n' % pair for pair in options.items()
                        ),
                    )
                    for title, options in conf.items()
                )
            )
            # The machine may be slow.
            arguments = ('--config-file', path, '--timeout', '60', *arguments)
        return Done(
            subprocess.run(
                [*command, 'doctor', *arguments],
                capture_output=True,
                text=True,
                cwd=tmp_path,
                env=os.environ | {'NO_COLOR': '1', **environ},
            ),
            (PASSWORD, *secrets),
        )

    return doctor


def heat_conf(devices, default=None, **general):
    """The sections of a heat.conf in which nothing else is wrong."""
    conf = {
        'DEFAULT': {'auth_encryption_key': KEY},
        'f5_bigip': {'devices': ','.join(devices), **general},
    }
    if default:
        conf['f5_bigip']['default_device'] = default
    for name, device in devices.items():
        conf['f5_bigip_device:' + name] = {
            'username': USER,
            'password': PASSWORD,
            'connect_timeout': 60,
            **device,
        }
    return conf


def add_user(bigip, role='admin', partition='all-partitions'):
    rest = conftest.BigIP(bigip)
    with rest:
        answer = rest.post(
            'auth/user',
            json={
                'name': USER,
                'password': PASSWORD,
                'partitionAccess': [{'name': partition, 'role': role}],
            },
        )
        assert answer.ok, answer.text


@pytest.fixture
def start():
    """Starts a device that knows the user; what ends with it goes along."""
    with contextlib.ExitStack() as started:

        def start(role='admin', network=None, **options):
            bigip = started.enter_context(
                simulator.Simulator(control=True, network=network, **options)
            )
            add_user(bigip, role)
            return bigip

        start.also = started.enter_context
        yield start


@pytest.fixture
def pair(start, tmp_path):
    """Two units in the group ``pair``, the first of them active."""
    network = simulator.Network()
    units = [start(network=network) for _ in range(2)]
    with conftest.BigIP(units[0]) as rest:
        conftest.join(rest, 1, 2)
        conftest.synchronize(rest)
    ca_file = tmp_path / 'pair.pem'
    ca_file.write_text(
        ''.join(pathlib.Path(one.ca_file).read_text() for one in units)
    )
    for one in units:
        one.control.clear()
    return units, {
        'address': ','.join(one.address for one in units),
        'ca_file': ca_file,
        'sync_group': 'pair',
    }


UNIT = {
    'connection',
    'tls',
    'certificate',
    'trust',
    'login',
    'loaded',
    'version',
    'role',
    'rights',
    'sync',
    'partition',
    'modules',
    'clock',
}


def test_all_is_well(doctor, pair):
    units, device = pair
    conf = heat_conf({'prod': device})
    # What Python runs the tests is not what is tested.
    done = doctor('--json', '--ignore', 'python', conf=conf)
    # A token ends where its path is deleted.
    asked = [unit.control.requests() for unit in units]
    tokens = [
        one['path'].rpartition('/')[2]
        for unit in asked
        for one in unit
        if one['method'] == 'DELETE'
    ]
    assert len(tokens) == 2
    assert not any(token in done.out for token in tokens)
    for unit in asked:
        others = [one for one in unit if one['method'] != 'GET']
        assert [one['path'].rpartition('/')[0] for one in others] == [
            '/mgmt/shared/authn',
            '/mgmt/shared/authz/tokens',
        ]
    assert (done.code, done.json['status']) == (0, 'ok')
    assert set(done.json) == {
        'status',
        'host',
        'f5_heat',
        'heat',
        'python',
        'checks',
    }
    assert {key for one in done.json['checks'] for key in one} == {
        'check',
        'status',
        'message',
        'device',
        'address',
        'data',
        'ignored',
    }
    for unit in units:
        found = done.found('prod', unit.address)
        assert set(found) == UNIT
        assert {status for status, _ in found.values()} == {'ok'}
    assert set(done.found()) == {
        'heat',
        'python',
        'package',
        'types',
        'predecessor',
        'heat.conf',
        'devices',
        'default',
        'key',
    }
    by_check = {
        (one['address'], one['check']): one['data']
        for one in done.json['checks']
    }
    assert 'F5::LTM::Pool' in by_check[None, 'types']['names']
    assert 'F5::LTM::Member' not in by_check[None, 'types']['names']
    assert by_check[None, 'units']['active'] == ['bigip1']
    first, second = (unit.address for unit in units)
    assert by_check[first, 'role'] == {'state': 'active'}
    assert by_check[second, 'role'] == {'state': 'standby'}
    assert by_check[first, 'sync'] == {'state': 'In Sync'}
    assert by_check[first, 'version'] == {
        'version': '17.1.1',
        'hostname': 'bigip1',
        'platform': 'BIG-IP Virtual Edition',
    }
    der = ssl.PEM_cert_to_DER_cert(pathlib.Path(units[1].ca_file).read_text())
    assert (
        by_check[second, 'certificate']['sha256'].replace(':', '').lower()
        == hashlib.sha256(der).hexdigest()
    )


def test_warnings(doctor, pair, tmp_path):
    units, device = pair
    units[1].control.set_clock(-300)
    units[0].control.set_sync_status('/Common/pair', 'Changes Pending')
    done = doctor(
        'prod',
        '--ignore',
        'python',
        conf=heat_conf({'prod': device, 'other': {'address': '192.0.2.1'}}),
    )
    assert done.code == 1
    summary, *lines = done.out.splitlines()
    first, second = (unit.address for unit in units)
    assert summary == (
        'WARNING: 3 warnings (prod %s sync, prod %s sync, prod %s clock)'
        % (first, second, second)
    )
    # A path that is longer than a line stays in one piece, to be copied.
    assert max(len(line) for line in lines if str(tmp_path) not in line) < 80
    assert 'Device prod at %s' % second in lines
    text = ' '.join(done.out.split())
    assert re.search(
        "WARNING clock The device's clock is 3.. seconds behind this host's. "
        'Let both follow a time server.',
        text,
    )
    assert 'WARNING sync The device group pair is "Changes Pending": ' in text
    assert '192.0.2.1' not in text


class Front:
    """Ends the TLS of clients with a certificate of its own."""

    def __init__(self, target, pem):
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(pem)
        self._near = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._near.load_verify_locations(target.ca_file)
        self._port = target.port
        self._listener = socket.create_server(('127.0.0.1', 0))
        self.address = '127.0.0.1:%d' % self._listener.getsockname()[1]

    def __enter__(self):
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *exception):
        gateway.end(self._listener)

    def _serve(self):
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(
                    target=self._carry,
                    args=[self._listener.accept()[0]],
                    daemon=True,
                ).start()

    def _carry(self, client):
        with contextlib.suppress(OSError):
            client = self._context.wrap_socket(client, server_side=True)
            device = self._near.wrap_socket(
                socket.create_connection(('127.0.0.1', self._port)),
                server_hostname='127.0.0.1',
            )
            threading.Thread(
                target=gateway.carry, args=[client, device], daemon=True
            ).start()
            gateway.carry(device, client)


def new_certificate(path, days):
    """A file with a certificate for 127.0.0.1, and with its key."""
    key = certificates.new_key()
    path.write_text(
        certificates.certificate(key, days=days) + certificates.pem(key)
    )
    return path


@pytest.fixture
def broken(start, pair, tmp_path):
    """Devices by name that each lack something, and what is said of it."""
    units, together = pair
    well, other = start(), start(network=units[0].device.network)
    lab_admin = {'username': lab.USERNAME, 'password': lab.PASSWORD}

    def of(bigip, **options):
        return {'address': bigip.address, 'ca_file': bigip.ca_file, **options}

    def fronted(days):
        pem = new_certificate(tmp_path / ('%d.pem' % days), days)
        front = start.also(Front(well, pem))
        return {'address': front.address, 'ca_file': pem}

    def booting(phase):
        bigip = start()
        bigip.control.reboot()
        if phase != 'down':
            bigip.control.boot_phase(phase)
        # It knows no other user before it has loaded its configuration.
        return of(bigip, **lab_admin)

    def crowded():
        bigip = start()
        with conftest.BigIP(bigip) as rest:
            for _ in range(100):
                login = rest.post(
                    '../shared/authn/login',
                    json={'username': USER, 'password': PASSWORD},
                )
                assert login.ok, login.text
        return of(bigip)

    def without_ltm():
        bigip = start()
        with conftest.BigIP(bigip) as rest:
            answer = rest.patch('sys/provision/ltm', json={'level': 'none'})
            assert answer.ok, answer.text
        return of(bigip)

    def strange():
        bigip = start()
        with conftest.BigIP(bigip) as rest:
            answer = rest.patch(
                'sys/global-settings',
                json={'hostname': 'bigip.\033[2J.example.com'},
            )
            assert answer.ok, answer.text
        return of(bigip)

    def held():
        bigip = start()
        bigip.control.inject('hold-before', times=100)
        return of(bigip, read_timeout=0.5)

    age = (
        datetime.datetime.now(datetime.timezone.utc) - certificates.BEGIN
    ).days
    closed = gateway.Gateway()
    silent = socket.create_server(('127.0.0.1', 0))
    start.also(silent)
    return {
        'password': (
            of(well, password='no'),
            'login',
            'error',
            (
                'The user heat is refused: Authentication failed. Compare '
                'username and password'
            ),
        ),
        'closed': (
            {'address': closed.address},
            'connection',
            'error',
            (
                'Nothing takes a connection at 127.0.0.1, port %s: Connection '
                'refused.' % closed.address.rpartition(':')[2]
            ),
        ),
        'silent': (
            {
                'address': '127.0.0.1:%d' % silent.getsockname()[1],
                'connect_timeout': 0.5,
            },
            'tls',
            'error',
            'in time',
        ),
        'held': (
            held(),
            'login',
            'error',
            ('POST /mgmt/shared/authn/login was not answered: '),
        ),
        'nameless': (
            {'address': 'bigip.invalid'},
            'name',
            'error',
            ('The name bigip.invalid leads to no address'),
        ),
        'malformed': (
            {'address': 'http://192.0.2.1'},
            'section',
            'error',
            'such as 192.0.2.1 or [2001:db8::1]:8443.',
        ),
        'expired': (
            fronted(1),
            'certificate',
            'error',
            (
                'The certificate of CN=www.example.com, issued by itself, '
                'ended on 2020-01-02.'
            ),
        ),
        'ending': (fronted(age + 9), 'certificate', 'warning', ' ends in '),
        'unknown': (
            of(well, ca_file=units[0].ca_file),
            'trust',
            'error',
            ('The certificate is not trusted: self-signed certificate'),
        ),
        'unverified': (
            of(well, verify=False),
            'verify',
            'warning',
            'anybody on the way to the device can read its',
        ),
        'down': (booting('down'), 'tls', 'error', 'It restarts'),
        'restarting': (
            booting('restarting'),
            'login',
            'error',
            (
                'The device restarts or is busy: 503 Service Unavailable. Ask '
                'again in some minutes.'
            ),
        ),
        'registering': (
            booting('registering'),
            'login',
            'error',
            ('The device restarts or is busy: Public URI path not registered'),
        ),
        'lost': (
            booting('mcpd-lost'),
            'login',
            'error',
            (
                'The device restarts or is busy: The connection to mcpd has '
                'been lost'
            ),
        ),
        'loading': (
            booting('loading'),
            'loaded',
            'error',
            (
                'The device has not loaded its configuration yet, its phase '
                'is base. Ask again in some minutes.'
            ),
        ),
        'standby': (
            of(units[1]),
            'role',
            'warning',
            ('The unit is standby, and changed all the same'),
        ),
        'passive': (
            of(units[1], standby='refuse'),
            'units',
            'error',
            ('No unit at these addresses is active: bigip1 (192.0.2.1) is.'),
        ),
        'forwarding': (
            of(units[1], standby='forward'),
            'units',
            'ok',
            ('Changes are forwarded to the active unit, bigip1 (192.0.2.1).'),
        ),
        'twice': (
            {
                **together,
                'address': '%s, localhost:%d'
                % (units[0].address, units[0].port),
            },
            'units',
            'warning',
            ('Several addresses lead to the same unit, bigip1'),
        ),
        'strangers': (
            {
                'address': '%s,%s' % (well.address, other.address),
                'verify': False,
            },
            'units',
            'warning',
            (
                'share no device group: what is made on one of them is not on '
                'the others.'
            ),
        ),
        'groupless': (
            of(well, sync_group='nowhere'),
            'sync',
            'error',
            'There is no device group nowhere',
        ),
        'guest': (
            of(start('guest')),
            'rights',
            'error',
            ('The user heat has the role guest, which changes nothing.'),
        ),
        'manager': (
            of(start('manager')),
            'rights',
            'ok',
            'The user heat has the role manager.',
        ),
        'partition': (
            of(well, partition='tenants'),
            'partition',
            'error',
            'There is no partition tenants',
        ),
        'modules': (
            without_ltm(),
            'modules',
            'error',
            'The module ltm is not provisioned',
        ),
        # What a device says must not command the terminal.
        'strange': (
            strange(),
            'version',
            'ok',
            'bigip.?[2J.example.com runs 17.1.1',
        ),
        'tokens': (
            crowded(),
            'login',
            'warning',
            'has as many tokens as the device allows',
        ),
        'old': (
            of(start(tmos_version='11.6.0'), **lab_admin),
            'login',
            'ok',
            ('The user admin is let in, with basic authentication.'),
        ),
    }


def test_what_devices_lack(doctor, broken):
    done = doctor(
        '--json',
        conf=heat_conf(
            {name: device for name, (device, *_) in broken.items()}
        ),
    )
    assert (done.code, done.json['status']) == (2, 'error')
    said = list(
        dict.fromkeys(
            one['device'] for one in done.json['checks'] if one['device']
        )
    )
    assert said == list(broken)
    for name, (_, check, status, words) in broken.items():
        found = done.found(name)
        assert check in found, (name, found)
        assert found[check][0] == status, (name, found)
        assert words in found[check][1], (name, found)


def test_what_heat_conf_lacks(doctor, tmp_path):
    nothing = tmp_path / 'nothing.pem'
    nothing.write_text('no certificate')
    devices = {
        'slow': {'address': '192.0.2.1', 'connect_timeout': 'soon'},
        'bare': {'address': ''},
        'gone': {'address': 'x.invalid', 'ca_file': tmp_path / 'gone.pem'},
        'empty': {'address': 'x.invalid', 'ca_file': nothing},
        'late': {
            'address': 'x.invalid',
            'ca_file': new_certificate(tmp_path / 'late.pem', 1),
        },
        'typo': {'address': 'x.invalid', 'pasword': PASSWORD},
    }
    conf = heat_conf(
        devices,
        'prod',
        forget_unreachable=True,
        retry_timeout='never',
        defualt_device='slow',
    )
    del conf['DEFAULT']['auth_encryption_key']
    conf['f5_bigip_device:other'] = {}
    conf['f5-bigip'] = {}
    done = doctor('--json', conf=conf, mode=0o644)
    assert done.code == 2
    said = {
        (one['device'], one['check'], one['status'], one['message'])
        for one in done.json['checks']
    }

    def assert_said(device, check, status, words):
        assert [
            one
            for one in said
            if one[:3] == (device, check, status) and words in one[3]
        ], (device, check, status, words)

    assert_said(
        None,
        'permissions',
        'warning',
        'Every user of this host can read %s' % (tmp_path / 'heat.conf'),
    )
    assert_said(
        None,
        'options',
        'error',
        'The option retry_timeout in [f5_bigip] cannot be read.',
    )
    assert_said(
        None,
        'options',
        'warning',
        (
            'The option defualt_device in [f5_bigip] is not known, and has no '
            'effect. Is it default_device?'
        ),
    )
    assert_said(
        None,
        'options',
        'warning',
        (
            'The option pasword in [f5_bigip_device:typo] is not known, and '
            'has no effect. Is it password?'
        ),
    )
    assert_said(
        None,
        'options',
        'warning',
        (
            'The section [f5_bigip_device:other] is not used: other is not '
            'among the devices of [f5_bigip].'
        ),
    )
    assert_said(
        None, 'options', 'warning', 'The section [f5-bigip] is not known.'
    )
    assert_said(None, 'key', 'warning', "is Heat's own default")
    assert_said(
        'slow',
        'section',
        'error',
        (
            'The option connect_timeout in the section [f5_bigip_device:slow] '
            'of heat.conf cannot be read'
        ),
    )
    assert_said('bare', 'section', 'error', 'needs an address')
    assert_said(
        'gone',
        'ca_file',
        'error',
        (
            'The ca_file %s cannot be read: No such file or directory.'
            % (tmp_path / 'gone.pem')
        ),
    )
    assert_said('empty', 'ca_file', 'error', 'holds no certificates')
    assert_said(
        'late',
        'ca_file',
        'error',
        (
            'The certificate of CN=www.example.com in the ca_file %s ended on '
            '2020-01-02.' % (tmp_path / 'late.pem')
        ),
    )


def site_packages(directory, left_out=''):
    """Where the modules are in a virtualenv that has those of the tests.

    Each is a link, so that some can be left out.
    """
    venv.create(directory, symlinks=True, with_pip=False)
    python = directory / 'bin' / 'python'
    place = next((directory / 'lib').glob('python*/site-packages'))
    for path in pathlib.Path(sysconfig.get_path('purelib')).iterdir():
        if not (left_out and path.name.startswith(left_out)):
            (place / path.name).symlink_to(path)
    return python, place


MODULE = (
    '-c',
    'import sys; from f5_heat.cmd import main; sys.exit(main.main())',
)


def test_a_host_without_heat(doctor, tmp_path):
    python, _ = site_packages(tmp_path / 'venv', ('heat', 'openstack_heat'))
    done = doctor(
        '--json',
        command=(python, *MODULE),
        conf=heat_conf({'prod': {'address': 'x.invalid'}}),
        PATH='',
    )
    assert done.code == 2
    assert done.json['heat'] is None
    found = done.found()
    assert found['heat'] == (
        'error',
        (
            'OpenStack Heat is not installed in the Python that runs this '
            'command, %s. Install f5-heat into the Python that runs '
            'heat-engine, and run the f5-heat that is there.' % python
        ),
    )
    assert found['devices'][0] == 'error'


def test_what_is_in_the_way_of_the_types(doctor, tmp_path):
    """The legacy package, and what an operator has put into Heat."""
    python, place = site_packages(tmp_path / 'venv')
    legacy = place / 'f5_openstack_heat_plugins-10.0.0.dist-info'
    legacy.mkdir()
    (legacy / 'METADATA').write_text(
        'Metadata-Version: 2.1\nName: f5-openstack-heat-plugins\n'
        'Version: 10.0.0\n'
    )
    plugins = tmp_path / 'plugins'
    plugins.mkdir()
    (plugins / 'f5_heat').symlink_to(PACKAGE)
    environment = tmp_path / 'environment.d'
    environment.mkdir()
    (environment / 'own.yaml').write_text(
        'resource_registry:\n'
        '  "F5::LTM::Node":\n'
        '  "F5::LTM::Pool": "OS::Heat::None"\n'
        '  resources:\n'
        '    "production_*": {restricted_actions: replace}\n'
    )
    (environment / 'wrong.yaml').write_text('a: [\n')
    conf = heat_conf({})
    conf['DEFAULT'].update(plugin_dirs=plugins, environment_dir=environment)
    done = doctor('--json', command=(python, *MODULE), conf=conf)
    assert done.code == 1
    said = [
        one['message']
        for one in done.json['checks']
        if one['check'] in ('predecessor', 'environment')
    ]
    assert len(said) == 6
    text = '\n'.join(said)
    assert 'f5-openstack-heat-plugins 10.0.0 is installed beside' in text
    assert (
        '%s leads Heat to the resource types of F5' % (plugins / 'f5_heat')
        in text
    )
    assert 'take out F5::LTM::Node.' in text
    assert 'map F5::LTM::Pool to OS::Heat::None.' in text
    assert 'production_* must not replace' in text
    assert (
        'Heat ignores an environment file: Failed to parse %s'
        % (environment / 'wrong.yaml')
        in text
    )
    (types,) = (
        one['data']['names']
        for one in done.json['checks']
        if one['check'] == 'types'
    )
    assert 'F5::LTM::PoolMember' in types
    assert not {'F5::LTM::Node', 'F5::LTM::Pool'} & set(types)


@pytest.mark.parametrize(
    'left_out, module, text, words',
    [
        (
            'sitecustomize',
            'sitecustomize.py',
            test_install.BREAK_TENACITY,
            'Heat has no F5 resource types: ImportError: tenacity is broken '
            '(in f5_heat/',
        ),
        (
            'tenacity',
            'tenacity.py',
            'raise ImportError("tenacity is broken")\n',
            'heat-engine does not start, because it cannot load its resource '
            'types: ImportError: tenacity is broken.',
        ),
    ],
    ids=['for us', 'for Heat'],
)
def test_types_that_cannot_be_loaded(
    doctor, tmp_path, left_out, module, text, words
):
    python, place = site_packages(tmp_path / 'venv', left_out)
    (place / module).write_text(text)
    # It is found where Heat looks for it, without being named.
    default = tmp_path / '.heat' / 'heat.conf'
    default.parent.mkdir()
    default.write_text('[f5_bigip]\ndevices = prod\n')
    done = doctor('--json', command=(python, *MODULE), HOME=str(tmp_path))
    assert done.code == 2
    found = done.found()
    assert found['heat.conf'] == ('ok', 'Heat reads %s.' % default)
    assert found['types'][0] == 'error'
    assert words in found['types'][1]
    assert 'tenacity is broken' in found['devices'][1]


@pytest.mark.parametrize(
    'text, arguments, words',
    [
        (None, [], 'There is no file '),
        (
            '[f5_bigip_device:prod]\npassword %s\n' % PASSWORD,
            [],
            'A line of heat.conf makes no sense to Heat, which does not '
            'start: at ',
        ),
        (
            '[f5_bigip]\ndevices = prod, lab\n',
            ['live'],
            'heat.conf has no device live; it has prod, lab.',
        ),
        ('', ['--time', 'x'], 'usage: f5-heat doctor '),
        ('', ['--jsno'], 'usage: f5-heat '),
    ],
    ids=['file', 'line', 'device', 'value', 'option'],
)
def test_it_cannot_be_found_out(doctor, tmp_path, text, arguments, words):
    path = tmp_path / 'heat.conf'
    if text is not None:
        path.write_text(text)
    done = doctor('--config-file', path, *arguments)
    assert (done.code, done.out) == (3, '')
    assert words in done.err
    assert 'Traceback' not in done.err


# Of root's rights, the one to read everything.
NOT_ALL = ['setpriv', '--bounding-set', '-dac_override,-dac_read_search']


@pytest.mark.parametrize('hidden', ['.heat/heat.conf', '.heat'])
def test_a_user_who_must_not_read_heat_conf(doctor, tmp_path, hidden):
    default = tmp_path / '.heat' / 'heat.conf'
    default.parent.mkdir()
    default.touch()
    (tmp_path / hidden).chmod(0)
    try:
        done = doctor(
            HOME=str(tmp_path),
            command=[*(NOT_ALL if os.geteuid() == 0 else ()), F5_HEAT],
        )
    finally:
        (tmp_path / hidden).chmod(0o700)
    assert done.code == 3
    assert 'This user must not read %s.' % (tmp_path / hidden) in done.err


def test_a_reader_who_leaves(tmp_path):
    """As with "head", when the exit code still counts."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [F5_HEAT, 'doctor', '--config-file', os.devnull],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, '')


def test_colors_are_for_terminals(monkeypatch):
    findings = diagnosis.Findings()
    findings.warning('clock', 'It is late.')
    report = diagnosis.Report({}, [findings])
    assert len(report.text().splitlines()) == 4
    assert '\033' not in report.text()
    assert '\033[33mWARNING\033[0m' in report.text(colored=True)
    monkeypatch.delenv('NO_COLOR', raising=False)
    monkeypatch.setenv('TERM', 'xterm')
    controlling, terminal = os.openpty()
    with open(controlling), open(terminal, 'w') as stream:
        assert diagnosis.is_colored(stream)
        for name, value in ('NO_COLOR', '1'), ('TERM', 'dumb'):
            with monkeypatch.context() as changed:
                changed.setenv(name, value)
                assert not diagnosis.is_colored(stream)
    with open(os.devnull, 'w') as stream:
        assert not diagnosis.is_colored(stream)


def test_the_manual_has_every_check():
    manual = (PACKAGE.parent / 'doc/source/cli/f5-heat.rst').read_text()
    source = ''.join(
        path.read_text() for path in (PACKAGE / 'cmd').glob('*.py')
    )
    checks = set(
        re.findall(
            r"(?:findings|general|here)\.(?:ok|warning|error)\(\s*'([\w.]+)'",
            source,
        )
    )
    assert {'heat', 'units', 'clock', 'trust'} <= checks
    for check in checks:
        assert '``%s``' % check in manual, check
