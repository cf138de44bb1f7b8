# SPDX-License-Identifier: Apache-2.0

"""No secret is where it does not belong, whatever happens to its stack."""

import base64
import functools
import json
import pathlib
import secrets
import signal
import urllib.parse

import kombu
import pytest
import requests

from f5_heat.lab import lab
from tests.deployment import vault as vaults
from tests.functional import certificates
from tests.functional import conftest

#: Each way to give a secret. What is hidden in the parameters of a template
#: Heat has too; it has nothing of what is kept by Barbican.
HIDDEN = (
    'device',
    'wrong',
    'changed',
    'monitor',
    'refused',
    'passphrase',
    'cookie',
    'answer',
    'text',
)
WAYS = (*HIDDEN, 'kept')
# What a password may well have, and some encodings change.
AWKWARD = 'c"&<%+/ '
#: What no template brings along.
NOT_PARAMETERS = {'kept', 'token', 'heat.conf'}
SPARE = secrets.token_hex(16)
DEVICE = {'address': '192.0.2.1', 'username': 'spare', 'password': SPARE}
ENCRYPTING = {
    'DEFAULT': {'encrypt_parameters_and_properties': True},
    'f5_bigip': {'devices': 'bigip,spare'},
    'f5_bigip_device:spare': DEVICE,
}
#: Where Heat has the parameters of a stack, and of one with a snapshot.
ENVIRONMENT = ('raw_template', 'environment')
SNAPSHOT = ('snapshot', 'data')
#: What an engine logs of its options comes after this.
OPTIONS = 'Configuration options gathered from'
#: So many are made at a time.
FAULTS = 9
#: JSON of another kind than our code reads: an error that nobody foresaw.
NONSENSE = 'list-repeating'


class Canaries:
    """Secrets, each with a part that is nothing else's text.

    ``values`` are the secrets, ``parts`` what to look for.
    """

    def __init__(self):
        self.parts = {way: [secrets.token_hex(16)] for way in WAYS}
        self.values = {
            way: ('' if way == 'text' else AWKWARD) + part
            for way, (part,) in self.parts.items()
        }
        self.user = 'user-' + secrets.token_hex(4)
        keys = [certificates.new_key() for _ in range(2)]
        self.certificates = [certificates.certificate(key) for key in keys]
        for name, phrase in (('key', self.values['passphrase']), ('bare', '')):
            for number, key in enumerate(keys):
                text = certificates.pem(key, phrase or None)
                self.values['%s_%d' % (name, number)] = text
                # By themselves, as the ends of lines have many forms. The
                # first begins alike in all keys, also those of other tests.
                first, *lines = text.splitlines()[1:-1]
                self.parts['%s_%d' % (name, number)] = [first[-16:], *lines]
        self.parts['heat.conf'] = [vaults.PASSWORD.rpartition('-')[2]]

    def add(self, way, texts):
        self.parts.setdefault(way, []).extend(texts)

    def found_in(self, text):
        """The ways whose secrets are in a text, in whatever form."""
        return {
            way
            for way, parts in self.parts.items()
            for part in parts
            if any(form in text for form in forms(part))
        }


@functools.cache
def forms(part):
    """The halves of a text, and what base64 makes of it inside others."""
    return {
        part[:16],
        part[-16:],
        urllib.parse.quote(part, safe=''),
        *(
            base64.b64encode(bytes(offset) + part.encode()).decode()[
                begin : begin + 20
            ]
            for offset, begin in enumerate((0, 2, 3))
        ),
    }


def of_us(kind, **properties):
    return {'type': 'F5::' + kind, 'properties': properties}


def ref(name):
    return {'get_resource': name}


def param(name):
    return {'get_param': name + '_'}


def template(canaries, number=0, **changes):
    """All kinds of secrets on a device that the template brings along."""
    at = {'bigip_server': ref('device')}
    resources = {
        'device': of_us(
            'BigIP::Device',
            ip=param('address'),
            username=canaries.user,
            password=param('device'),
            ca_cert=param('ca_cert'),
        ),
        'basic': of_us(
            'BigIP::Device',
            ip=param('address'),
            username=canaries.user,
            password=param('device'),
            ca_cert=param('ca_cert'),
            auth_type='basic',
        ),
        'plain': of_us(
            'LTM::Monitor::HTTP',
            bigip_server=ref('basic'),
            username='reader',
            password=param('monitor'),
        ),
        'alive': of_us(
            'LTM::Monitor::HTTP',
            **at,
            username='reader',
            password=param('monitor'),
        ),
        'kept': of_us(
            'LTM::Monitor::HTTPS',
            **at,
            username='reader',
            password=param('reference'),
        ),
        'tls': of_us(
            'LTM::Profile::ClientSSL',
            **at,
            cert_key_chain=[
                {
                    'cert': '/Common/default.crt',
                    'key': '/Common/default.key',
                    'passphrase': param('passphrase'),
                }
            ],
        ),
        'pair': of_us(
            'Sys::SSLCertificate',
            **at,
            certificate=canaries.certificates[number],
            private_key=param('key_%d' % number),
            passphrase=param('passphrase'),
        ),
        'bare': of_us(
            'Sys::SSLCertificate',
            **at,
            certificate=canaries.certificates[number],
            private_key=param('bare_%d' % number),
        ),
        'sticky': of_us(
            'LTM::Persistence::Cookie',
            **at,
            cookie_encryption='required',
            cookie_encryption_passphrase=param('cookie'),
        ),
        'form': of_us(
            'Sys::iAppCompositeTemplate',
            **at,
            name=canaries.user,
            partition='Common',
            implementation='puts $::app__answer',
            presentation='section app { password answer }',
        ),
        'native': of_us(
            'Sys::iAppService',
            **at,
            name='native-' + canaries.user,
            template_name=ref('form'),
            variables={
                'app__answer': {'value': param('answer'), 'encrypted': True}
            },
        ),
        'text': of_us(
            'Sys::iAppService',
            **at,
            name='text-' + canaries.user,
            template_name=ref('form'),
            variables={
                'str_replace': {
                    'template': '[{"name": "app__answer", "value": "ANSWER",'
                    ' "encrypted": "yes"}]',
                    'params': {'ANSWER': param('text')},
                }
            },
        ),
        # On the device of heat.conf.
        'pool': of_us('LTM::Pool', description='%d' % number),
        'there': of_us(
            'LTM::Monitor::TCP',
            description='%d' % number,
        ),
        'member': of_us(
            'LTM::PoolMember',
            pool=ref('pool'),
            address='192.0.2.1',
            port=80,
        ),
    }
    for name, properties in changes.items():
        resources[name]['properties'].update(properties)
    shown = (
        'device',
        'alive',
        'kept',
        'tls',
        'pair',
        'sticky',
        'native',
        'text',
    )
    return {
        'heat_template_version': '2021-04-16',
        'parameters': {
            **{
                name + '_': {'type': 'string', 'hidden': True}
                for name in canaries.values
                if name != 'kept'
            },
            **{
                name + '_': {'type': 'string'}
                for name in ('address', 'ca_cert', 'reference')
            },
        },
        'resources': {
            **resources,
            'sink': {
                'type': 'OS::Heat::None',
                'depends_on': list(resources),
            },
        },
        'outputs': {
            name: {'value': {'get_attr': [name, 'show']}} for name in shown
        },
    }


class Witness:
    """All that is said of the stacks of a test, and by whom."""

    def __init__(self, vault):
        self._vault = vault
        self.answers = []
        self.seen = set()
        self.heat = vault.heat(heard=self._hear)

    def _hear(self, answer, *args, **kwargs):
        path = urllib.parse.urlsplit(answer.url).path
        self.answers.append((answer.request.method, path, answer.text))

    def notifications(self):
        """What Heat has told everybody, as text."""
        with kombu.Connection(
            self._vault.bus.url.replace('rabbit://', 'amqp://')
        ) as connection:
            channel = connection.channel()
            for priority in ('info', 'error', 'warn'):
                queue = '%s.%s' % (vaults.NOTIFICATIONS, priority)
                channel.queue_declare(queue, durable=False, auto_delete=False)
                while (message := channel.basic_get(queue)) is not None:
                    yield str(message.body)

    def rows(self):
        """Table, column and text of each value that Heat has stored."""
        database = self._vault.database
        columns = {}
        for table, column in database.select(
            'SELECT table_name, column_name FROM information_schema.columns '
            'WHERE table_schema = %s ORDER BY ordinal_position',
            database.name,
        ):
            columns.setdefault(table, []).append(column)
        for table, names in columns.items():
            for row in database.select('SELECT * FROM `%s`' % table):
                for name, value in zip(names, row, strict=True):
                    if isinstance(value, bytes):
                        value = value.decode('latin-1')
                    yield table, name, str(value)

    def log(self, name):
        """All that the 'engine' or the 'api' has logged."""
        path = pathlib.Path(self._vault.directory, name + '.log')
        return path.read_text(errors='replace')


def look_around(witness, stack):
    """Ask for all that the API shows of a stack, and of its new events."""
    heat = witness.heat
    shown = stack.show()
    heat.stacks.template(stack.id)
    heat.stacks.environment(stack.id)
    for output in shown.outputs:
        heat.stacks.output_show(stack.id, output['output_key'])
    for resource in heat.resources.list(stack.id):
        heat.resources.get(
            stack.id, resource.resource_name, with_attr=['show']
        )
        heat.resources.metadata(stack.id, resource.resource_name)
    for event in heat.events.list(stack.id):
        if event.resource_name != stack.name and event.id not in witness.seen:
            witness.seen.add(event.id)
            heat.events.get(stack.id, event.resource_name, event.id)


def tokens(vault, canaries, password):
    """The tokens that the devices have given, as secrets to look for."""
    for device, auth in (
        (vault.brought, (canaries.user, password)),
        (vault.device, (lab.USERNAME, vaults.PASSWORD)),
    ):
        answer = requests.get(
            device.url + '/mgmt/shared/authz/tokens',
            verify=device.ca_file,
            auth=auth,
        )
        canaries.add(
            'token', [item['token'] for item in answer.json()['items']]
        )


def begin(vault, canaries):
    """Make the user, and the secret in Barbican; the stack's parameters."""
    values = canaries.values
    made = vault.rest(vault.brought).post(
        'auth/user',
        json={
            'name': canaries.user,
            'password': values['device'],
            'partitionAccess': [{'name': 'all-partitions', 'role': 'admin'}],
        },
    )
    assert made.ok
    barbican = vault.barbican.client('demo', 'demo')
    kept = barbican.secrets.create(name='kept', payload=values['kept'])
    return {
        **{
            name + '_': value
            for name, value in values.items()
            if name != 'kept'
        },
        'address_': vault.brought.address,
        'ca_cert_': pathlib.Path(vault.brought.ca_file).read_text(),
        'reference_': kept.store(),
    }


def live(vault, canaries, witness):
    """A stack's life, with all that can go wrong; stack and parameters."""
    heat = witness.heat
    parameters = begin(vault, canaries)
    first = template(canaries)
    heat.stacks.preview(
        stack_name='preview', template=first, parameters=parameters
    )
    heat.stacks.validate(template=first, parameters=parameters)

    # The devices refuse, and repeat all that they are sent.
    for device, path, *faults in (
        (vault.brought, 'shared/authn/login', '400-repeating'),
        (vault.device, 'shared/authn/login', '400-repeating'),
        (vault.brought, 'ltm/monitor/http', '400-repeating', NONSENSE),
        (vault.brought, 'ltm/monitor/https', 'html-repeating'),
        (vault.brought, 'ltm/profile/client-ssl', '400-repeating'),
        (vault.brought, 'ltm/persistence/cookie', 'html-repeating'),
        (vault.brought, 'sys/file/ssl-key', '400-repeating'),
        (vault.brought, 'sys/application/service', '400-repeating'),
    ):
        for fault in faults:
            device.control.inject(fault, path=path + '$', method='POST')
    vault.device.control.expire_tokens()
    stack = conftest.Stack(heat)
    stack.create(first, 'CREATE_FAILED', parameters=parameters)
    look_around(witness, stack)
    # Of what is made side by side the first failure ends the action.
    for _ in range(FAULTS):
        ended = stack.update(
            first,
            ['UPDATE_FAILED', 'UPDATE_COMPLETE'],
            parameters=parameters,
        )
        if ended.stack_status == 'UPDATE_COMPLETE':
            break
    look_around(witness, stack)
    assert all(vault.brought.control.fired())
    tokens(vault, canaries, canaries.values['device'])

    second = template(
        canaries,
        1,
        alive={'password': param('changed')},
        plain={'password': param('changed')},
    )
    vault.brought.control.inject('400-repeating', method='PATCH')
    stack.update(second, 'UPDATE_FAILED', parameters=parameters)
    stack.update(second, parameters=parameters)

    path = stack.resource('alive').physical_resource_id
    assert (
        vault.rest(vault.brought)
        .patch(
            'ltm/monitor/http/' + path.replace('/', '~'),
            json={'username': 'somebody else'},
        )
        .ok
    )
    stack.check('CHECK_FAILED')
    stack.update(second, parameters=parameters)
    snapshot = stack.snapshot()
    heat.stacks.snapshot_show(stack.id, snapshot)
    stack.restore(snapshot)
    stack.suspend()
    stack.resume()
    heat.resources.signal(stack.id, 'member', {'action': 'disable'})
    heat.resources.mark_unhealthy(stack.id, 'alive', True, 'test')
    # Credentials that the device does not take.
    stack.update(
        template(canaries, 1, device={'password': param('wrong')}),
        'UPDATE_FAILED',
        parameters=parameters,
    )
    stack.update(second, parameters=parameters)
    look_around(witness, stack)
    heat.stacks.export(stack.id)
    return stack, parameters


def stored(witness, canaries):
    """The columns that have secrets, which are parameters of a stack."""
    found = set()
    for table, column, text in witness.rows():
        ways = canaries.found_in(text)
        if ways:
            assert not ways & NOT_PARAMETERS, (table, column)
            found.add((table, column))
            if (table, column) == ENVIRONMENT:
                text = json.dumps({'environment': json.loads(text)})
            left = canaries.found_in(without_parameters(text))
            assert left == set(), (table, column)
    return found


def without_parameters(text):
    """A text in JSON without the parameters of stacks, which are Heat's."""
    try:
        return json.dumps(stripped(json.loads(text)))
    except ValueError:
        return text


def stripped(value):
    """JSON without the parameters in each environment, and those of Heat's.

    A validation shows them all.
    """
    if isinstance(value, list):
        return [stripped(one) for one in value]
    if not isinstance(value, dict):
        return value
    value = {key: stripped(one) for key, one in value.items()}
    for key in ('environment', 'Environment'):
        if isinstance(value.get(key), dict):
            value[key].pop('parameters', None)
    if 'Environment' in value:
        value.pop('Parameters', None)
    return value


def restart_engine(vault, **conf):
    """Let the engine have other options."""
    vault.stop_engine()
    vault.configure(**conf)
    vault.start_engine()
    vault.wait_for_engine()


@pytest.fixture
def encrypting(vault):
    """The vault, with a Heat that encrypts what it can."""
    restart_engine(vault, **ENCRYPTING)
    yield vault
    restart_engine(vault)


def test_no_secret_is_seen(encrypting):
    """Not even where Heat logs whatever there is to log."""
    vault = encrypting
    canaries, witness = Canaries(), Witness(vault)
    stack, parameters = live(vault, canaries, witness)
    kept = vault.database.select(
        'SELECT d.value, d.redact FROM resource_data d JOIN resource r '
        "ON r.id = d.resource_id WHERE d.`key` = 'connection' "
        'AND r.stack_id = %s',
        stack.id,
    )
    assert len(kept) == 2
    for value, is_encrypted in kept:
        assert is_encrypted
        assert canaries.user not in value
    assert stored(witness, canaries) == {SNAPSHOT}

    # An operator changes the password, and tells the engine.
    rotated = secrets.token_hex(16)
    canaries.add('heat.conf', [SPARE, rotated])
    vault.configure(
        **{
            **ENCRYPTING,
            'f5_bigip_device:spare': {**DEVICE, 'password': rotated},
        }
    )
    before = witness.log('engine').count(OPTIONS)
    vault.tell_engine(signal.SIGHUP)
    # It has a process and its worker, which may be another one then.
    conftest.until(lambda: witness.log('engine').count(OPTIONS) > before + 1)
    vault.wait_for_answer()

    second = conftest.Stack(witness.heat)
    # What is encrypted in there nobody can give to another stack.
    conftest.adopt(second, conftest.abandon(stack), parameters=parameters)
    tokens(vault, canaries, canaries.values['device'])
    second.delete()
    vault.stop_engine()
    assert stored(witness, canaries) == set()
    for name in ('engine', 'api'):
        assert canaries.found_in(witness.log(name)) == set()
    # It was not for want of something to see.
    log = witness.log('engine')
    for text in ('Traceback', '***', 'urllib3', ' DEBUG f5_heat', ' amqp'):
        assert text in log
    told = list(witness.notifications())
    assert told
    for text in told:
        assert canaries.found_in(text) == set()
    for method, path, text in witness.answers:
        found = canaries.found_in(without_parameters(text))
        assert found == set(), (method, path)


def test_what_heat_stores_by_itself(vault):
    """Without encryption it has the parameters in clear, and no more."""
    canaries, witness = Canaries(), Witness(vault)
    stack = conftest.Stack(witness.heat)
    stack.create(template(canaries), parameters=begin(vault, canaries))
    stack.snapshot()
    assert stored(witness, canaries) == {ENVIRONMENT, SNAPSHOT}
    stack.delete()
