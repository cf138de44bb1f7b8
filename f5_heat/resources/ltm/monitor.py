# SPDX-License-Identifier: Apache-2.0

"""F5::LTM::Monitor types: how a BIG-IP finds out that a server is up."""

from f5_heat.engine import schema
from f5_heat.engine.objects import bigip
from f5_heat.engine.validation import refusal
from f5_heat.engine.validation import rules
from f5_heat.resources.ltm import inheritance
from f5_heat.resources.ltm import target

DAY = 86400


def timing():
    """Return when a monitor probes."""
    return {
        'interval': inheritance.number(
            'The seconds between two checks.', 'interval', 1, DAY
        ),
        'timeout': inheritance.number(
            'The seconds without a good answer after which the target is '
            'down. Three intervals and one second leave it three tries.',
            'timeout',
            1,
            DAY,
        ),
        'up_interval': inheritance.number(
            'The seconds between two checks while the target is up; 0 to '
            'check as often as interval says.',
            'upInterval',
            0,
            DAY,
        ),
        'time_until_up': inheritance.number(
            'The seconds that a target has to answer well before it is up; 0 '
            'to take it as up at its first good answer.',
            'timeUntilUp',
            0,
            DAY,
        ),
        'manual_resume': inheritance.Boolean(
            'Whether a target that was down stays down until somebody '
            'enables it.',
            'manualResume',
        ),
    }


def endpoint():
    """Return the property of a target with an address and a port."""
    return {
        'destination': target.Destination(
            'The address and the port that are checked: *:* for those of the '
            'pool member or node, *:PORT for its address and another port, or '
            'ADDRESS:PORT. An IPv6 address before a port is in brackets.',
            'destination',
            unset=schema.INHERITED,
            constraints=[target.Endpoint()],
        ),
    }


def host():
    """Return the property of a target that is an address."""
    return {
        'destination': schema.IPAddress(
            'The address that is checked; * for that of the pool member or '
            'node.',
            'destination',
            unset=schema.INHERITED,
            constraints=[target.Host()],
        ),
    }


def transparent():
    """Return the property of probes that pass through the target."""
    return {
        'transparent': inheritance.Boolean(
            'Whether the check goes through the pool member or node, as a '
            'gateway, to the address of destination.',
            'transparent',
        ),
    }


def adaptive():
    """Return how a monitor judges by the time of an answer."""
    return {
        'adaptive': inheritance.Boolean(
            'Whether the target is also down when it answers much later than '
            'it did on the average.',
            'adaptive',
        ),
        'adaptive_divergence_type': inheritance.choice(
            'Whether adaptive_divergence_value is a percentage above the '
            'average, relative, or a number of milliseconds above it, '
            'absolute.',
            'adaptiveDivergenceType',
            'relative',
            'absolute',
        ),
        'adaptive_divergence_value': inheritance.number(
            'How much later than on the average an answer may come, in '
            'percent or milliseconds as adaptive_divergence_type says.',
            'adaptiveDivergenceValue',
        ),
        'adaptive_limit': inheritance.number(
            'The milliseconds after which an answer is late in any case.',
            'adaptiveLimit',
        ),
        'adaptive_sampling_timespan': inheritance.number(
            'The seconds over which the average is taken.',
            'adaptiveSamplingTimespan',
        ),
    }


def dscp():
    """Return the property for the packets of a probe."""
    return {
        'ip_dscp': inheritance.number(
            'The differentiated services code point of the packets of a '
            'check.',
            'ipDscp',
            0,
            63,
        ),
    }


def send():
    """Return what a monitor sends."""
    return {
        'send': inheritance.Text(
            r'What is sent to the target. The ends of lines are written as '
            r'\r\n.',
            'send',
        ),
    }


def receive():
    """Return what a monitor expects."""
    return {
        'receive': inheritance.Text(
            'The regular expression that a good answer matches.', 'recv'
        ),
        'reverse': inheritance.Boolean(
            'Whether an answer that matches receive is a bad one.', 'reverse'
        ),
    }


def conversation():
    """Return what a monitor sends and expects."""
    return {
        **send(),
        **receive(),
        'receive_disable': inheritance.Text(
            'The regular expression that an answer matches of a target which '
            'is to take no new connections.',
            'recvDisable',
        ),
    }


def login():
    """Return the user as whom a monitor probes."""
    return {
        'username': inheritance.Text(
            'The name of the user that the check logs in as.', 'username'
        ),
        'password': inheritance.Text(
            'The password of that user.', 'password', secret=True
        ),
    }


def identity(root):
    return inheritance.identity('monitor', root, reparent=False)


class Reversed(rules.Needs):
    """A monitor that takes an answer for a bad one has to know which."""

    def refusals(self, case):
        if self.name in case.schemas:
            yield from super().refusals(case)


class Monitor(bigip.BigIPObject):
    """What the monitors of all protocols have in common."""

    rules = (
        rules.Below('interval', 'timeout'),
        # A target that is up would be down before it is asked again.
        rules.Below('up_interval', 'timeout', off=0),
        Reversed(
            'reverse',
            'receive',
            'A monitor with reverse needs the property receive.',
        ),
        rules.Bars(
            'reverse',
            'time_until_up',
            'A monitor with reverse cannot have time_until_up.',
        ),
    )

    #: What the monitors have that are there on each device, of all types
    #: (recorded on 12.1 to 14.1.2.1). None of them can be changed.
    root_values = {
        'interval': 5,
        'timeout': 16,
        'up_interval': 0,
        'time_until_up': 0,
        'receive': '',
        'reverse': False,
    }

    def validate(self):
        super().validate()
        if all(
            refusal.is_known(self, name) for name in ('name', 'defaults_from')
        ) and (
            refusal.is_known(self, 'partition') or not self.gives('partition')
        ):
            path = self.current_path()
            parent = schema.resolve(
                self.properties['defaults_from'], path.rpartition('/')[0]
            )
            # A bare name may be that of another monitor, in Common.
            if parent == path and not isinstance(parent, schema.Bare):
                raise refusal.invalid(
                    self,
                    'defaults_from',
                    'A monitor cannot take its defaults from itself.',
                )


class HTTP(Monitor):
    """A monitor that asks a web server for a page, in clear."""

    collection = 'ltm/monitor/http'
    tenants = True
    root_parent = '/Common/http'

    @schema.deferred
    def properties_schema(cls):
        return {
            **identity(cls.root_parent),
            **timing(),
            **endpoint(),
            **conversation(),
            **login(),
            **transparent(),
            **adaptive(),
            **dscp(),
        }


class HTTPS(Monitor):
    """A monitor that asks a web server for a page, through TLS."""

    collection = 'ltm/monitor/https'
    tenants = True
    root_parent = '/Common/https'

    @schema.deferred
    def properties_schema(cls):
        return {
            **identity(cls.root_parent),
            **timing(),
            **endpoint(),
            **conversation(),
            **login(),
            'ssl_profile': inheritance.Reference(
                'The profile for servers that says how TLS is spoken. BIG-IP '
                'has it since version 13.1.',
                'sslProfile',
                to='ltm/profile/server-ssl',
            ),
            'cipherlist': inheritance.Text(
                'The ciphers that are offered, as in OpenSSL. Newer versions '
                'take those of ssl_profile.',
                'cipherlist',
            ),
            # Some versions show nothing while it is enabled.
            'compatibility': schema.Boolean(
                "Whether all of OpenSSL's work-arounds for other "
                'implementations are used.',
                'compatibility',
                unset=True,
            ),
            'cert': inheritance.Reference(
                'The certificate that is shown to the server.',
                'cert',
                to='sys/file/ssl-cert',
            ),
            'key': inheritance.Reference(
                'The key of that certificate.', 'key', to='sys/file/ssl-key'
            ),
            **transparent(),
            **adaptive(),
            **dscp(),
        }


class TCP(Monitor):
    """A monitor that opens a TCP connection, and may talk through it."""

    collection = 'ltm/monitor/tcp'
    tenants = True
    root_parent = '/Common/tcp'

    @schema.deferred
    def properties_schema(cls):
        return {
            **identity(cls.root_parent),
            **timing(),
            **endpoint(),
            **conversation(),
            **transparent(),
            **adaptive(),
            **dscp(),
        }


class UDP(Monitor):
    """A monitor that sends a UDP datagram, and may expect an answer."""

    collection = 'ltm/monitor/udp'
    tenants = True
    root_parent = '/Common/udp'

    @schema.deferred
    def properties_schema(cls):
        return {
            **identity(cls.root_parent),
            **timing(),
            **endpoint(),
            **conversation(),
            'debug': inheritance.Boolean(
                'Whether the device logs each step of a check.',
                'debug',
                words=('yes', 'no'),
            ),
            **transparent(),
            **adaptive(),
        }


class ICMP(Monitor):
    """A monitor that pings a node."""

    collection = 'ltm/monitor/icmp'
    tenants = True
    root_parent = '/Common/icmp'

    @schema.deferred
    def properties_schema(cls):
        return {
            **identity(cls.root_parent),
            **timing(),
            **host(),
            **transparent(),
            **adaptive(),
        }


class GatewayICMP(Monitor):
    """A monitor that pings pool members, or hosts behind a gateway."""

    collection = 'ltm/monitor/gateway-icmp'
    tenants = True
    root_parent = '/Common/gateway_icmp'

    @schema.deferred
    def properties_schema(cls):
        return {
            **identity(cls.root_parent),
            **timing(),
            **endpoint(),
            **transparent(),
            **adaptive(),
        }


class TCPHalfOpen(Monitor):
    """A monitor that begins a TCP connection and does not complete it."""

    collection = 'ltm/monitor/tcp-half-open'
    tenants = True
    root_parent = '/Common/tcp_half_open'

    @schema.deferred
    def properties_schema(cls):
        return {
            **identity(cls.root_parent),
            **timing(),
            **endpoint(),
            **transparent(),
        }


class External(Monitor):
    """A monitor that runs a program which lies on the BIG-IP."""

    collection = 'ltm/monitor/external'
    tenants = 'allow_external_monitors'
    root_parent = '/Common/external'

    @schema.deferred
    def properties_schema(cls):
        return {
            **identity(cls.root_parent),
            **timing(),
            **endpoint(),
            'run': inheritance.Reference(
                'The program: the name or path of a file for external '
                'monitors on the BIG-IP. The target is up when it prints '
                'something.',
                'run',
                to='sys/file/external-monitor',
            ),
            'args': inheritance.Text(
                'The arguments of the program, separated by blanks. They '
                'follow the address and the port of the target.',
                'args',
            ),
        }


class DNS(Monitor):
    """A monitor that asks a name server for a name."""

    collection = 'ltm/monitor/dns'
    tenants = True
    root_parent = '/Common/dns'

    @schema.deferred
    def properties_schema(cls):
        return {
            **identity(cls.root_parent),
            **timing(),
            **endpoint(),
            'qname': schema.String(
                'The name that is asked for.', 'qname', required=True
            ),
            'qtype': inheritance.choice(
                'The type of record that is asked for.', 'qtype', 'a', 'aaaa'
            ),
            'answer_contains': inheritance.choice(
                'The records that the answer has to contain: those that were '
                'asked for, query-type; any, any-type; or none, anything.',
                'answerContains',
                'query-type',
                'any-type',
                'anything',
            ),
            'accept_rcode': inheritance.choice(
                'The codes that a good answer may have: no-error alone, or '
                'anything.',
                'acceptRcode',
                'no-error',
                'anything',
            ),
            'receive': inheritance.Text(
                'The IP address that a good answer contains.', 'recv'
            ),
            'reverse': receive()['reverse'],
            **transparent(),
            **adaptive(),
        }


def resource_mapping():
    return {
        'F5::LTM::Monitor::' + kind.__name__: kind
        for kind in (
            HTTP,
            HTTPS,
            TCP,
            UDP,
            ICMP,
            GatewayICMP,
            TCPHalfOpen,
            External,
            DNS,
        )
    }
