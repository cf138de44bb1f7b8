# SPDX-License-Identifier: Apache-2.0

"""Folders, provisioning, database variables and settings."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.kinds import sys_application
from f5_heat.simulator.kinds import sys_file
from f5_heat.simulator.schema import kind

FOLDER = kind.Kind(
    'sys/folder',
    'folder',
    {
        'description': kind.text(),
        'deviceGroup': facts.or_none('cm/device-group'),
        'hidden': facts.false_true(),
        'inheritedDevicegroup': kind.choice('true', 'false'),
        'inheritedTrafficGroup': kind.choice('true', 'false'),
        'noRefCheck': facts.false_true(),
        'trafficGroup': kind.reference(
            facts.TRAFFIC_GROUP, default='/Common/traffic-group-1'
        ),
    },
    source='recorded on 13.1.1, 14.1.2.1 and 16.1.2',
    in_use='0107082a:3: All objects must be removed from a partition '
    '({name}) before the partition may be removed, type ID (4032)',
    builtins={
        '/': {
            'inheritedDevicegroup': 'false',
            'inheritedTrafficGroup': 'false',
        },
        '/Common': {},
        '/Common/Drafts': {},
    },
)

PROVISION = kind.Kind(
    'sys/provision',
    'module',
    {
        'cpuRatio': kind.integer(0, 0, 255, unverified='the range'),
        'diskRatio': kind.integer(0, 0, 255, unverified='the range'),
        'level': kind.choice('none', 'minimum', 'nominal', 'dedicated'),
        'memoryRatio': kind.integer(0, 0, 255, unverified='the range'),
    },
    naming='plain',
    source='recorded on 12.1.5 and 14.1.2.1',
    unverified=facts.LABEL,
    builtins={
        module: {'level': 'nominal'} if module == 'ltm' else {}
        for module in (
            'afm',
            'am',
            'apm',
            'asm',
            'avr',
            'dos',
            'fps',
            'gtm',
            'ilx',
            'lc',
            'ltm',
            'pem',
            'sslo',
            'swg',
            'urldb',
        )
    },
)


def _variable(
    value: str, allowed: str, saved: str = 'false', default: str | None = None
) -> dict[str, str]:
    return {
        'value': value,
        'valueRange': allowed,
        'scfConfig': saved,
        'defaultValue': value if default is None else default,
    }


_BOOLEAN = 'false true'
_ABILITY = 'disable enable'

DB = kind.Kind(
    'sys/db',
    'database variable',
    {
        'defaultValue': kind.text(read_only=True),
        'scfConfig': facts.false_true(read_only=True),
        # Nothing and the word none are values as others.
        'value': kind.text('', words=('none',)),
        'valueRange': kind.text(read_only=True),
    },
    naming='plain',
    source='recorded on 14.1.2.1',
    unverified=facts.LABEL,
    builtins={
        'bigd.numprocs': _variable('0', 'integer min:0 max:99', 'true'),
        'config.allow.rfc3927': _variable('disable', _ABILITY, 'true'),
        'config.auditing': _variable('enable', 'all disable enable verbose'),
        'configsync.allowmanagement': _variable('disable', _ABILITY, 'true'),
        'connection.autolasthop': _variable('enable', _ABILITY),
        'connection.vlankeyed': _variable('enable', _ABILITY),
        'dhclient.mgmt': _variable(
            'disable', 'dhcpv4 dhcpv6 disable enable', default='enable'
        ),
        'failover.state': _variable(
            'active',
            'active forced_offline offline standby',
            default='offline',
        ),
        'hostname': _variable('bigip1', 'string'),
        'log.mcpd.level': _variable(
            'notice',
            'alert crit debug emerg err error info notice panic warn warning',
        ),
        'mcpd.mvenabled': _variable('false', _BOOLEAN),
        'provision.1nicautoconfig': _variable('enable', _ABILITY, 'true'),
        'provision.extramb': _variable('0', 'integer min:0 max:8192', 'true'),
        'provision.managementeth': _variable('eth0', 'string', 'true'),
        'provision.tomcat.extramb': _variable(
            '0', 'integer min:0 max:1024', 'true'
        ),
        'restjavad.useextramb': _variable('false', _BOOLEAN, 'true'),
        'setup.run': _variable('false', _BOOLEAN, default='true'),
        'statemirror.clustermirroring': _variable(
            'within', 'between within', 'true'
        ),
        'systemauth.disablebash': _variable('false', _BOOLEAN, 'true'),
        'systemauth.disablerootlogin': _variable('false', _BOOLEAN, 'true'),
        'systemauth.primaryadminuser': _variable('admin', 'string', 'true'),
        'systemauth.source': _variable(
            'local',
            'activedirectory apm-auth cert-ldap ldap local radius tacacs',
        ),
        'tm.continuematching': _variable('false', _BOOLEAN),
        'tm.rejectunmatched': _variable('true', _BOOLEAN),
        'tmm.http.rfc_cookies': _variable('enable', _ABILITY, 'true'),
        'ui.advisory.color': _variable(
            'green', 'blue green orange red yellow'
        ),
        'ui.advisory.enabled': _variable('false', _BOOLEAN),
        'ui.advisory.text': _variable(
            'This is a system advisory message.', 'string'
        ),
        'ui.system.preferences.recordsperscreen': _variable(
            '10', 'integer min:1 max:1000'
        ),
    },
)

GLOBAL_SETTINGS = kind.Kind(
    'sys/global-settings',
    'global settings',
    {
        'awsAccessKey': kind.text(unverified=facts.UNSOURCED),
        'awsApiMaxConcurrency': kind.integer(1),
        'awsSecretKey': kind.text(secret=True, unverified=facts.UNSOURCED),
        'consoleInactivityTimeout': kind.integer(0),
        'customAddr': kind.text('none'),
        'fileBlacklistPathPrefix': kind.text(
            ' '.join(
                '{%s}' % path
                for path in (
                    '/shared/3dns/',
                    '/shared/bin/',
                    '/shared/core/',
                    '/appdata/core/',
                    '/shared/datasync/',
                    '/shared/em/',
                    '/shared/GeoIP/',
                    '/shared/images/',
                    '/shared/lib/',
                    '/shared/lib64/',
                    '/shared/log/',
                    '/shared/lost+found/',
                    '/shared/mgmt/',
                    '/shared/nfb/',
                    '/shared/ssh/',
                    '/shared/statsd/',
                    '/shared/tmstat/',
                    '/shared/vadc/',
                    '/config/aaa/',
                    '/config/big3d/',
                    '/config/bigip/',
                    '/config/filestore/',
                    '/config/gtm/',
                    '/config/httpd/',
                    '/config/ntp.conf',
                    '/config/rndc.key',
                    '/config/ssh/',
                    '/config/ssl/',
                )
            )
        ),
        'fileBlacklistReadOnlyPathPrefix': kind.text('{/etc/shadow}'),
        'fileLocalPathPrefix': kind.text('{/shared/} {/tmp/}'),
        'fileWhitelistPathPrefix': kind.text(
            '{/var/local/scf} {/tmp/} {/shared/} {/config/} {/usr/share/aws/}'
        ),
        'failsafeAction': kind.choice(
            'go-offline-restart-tm',
            'reboot',
            'restart-all',
            'go-offline-abort-tm',
            'failover-restart-tm',
            unverified=facts.OTHER_WORDS,
        ),
        'guiAudit': kind.switch(),
        'guiSecurityBanner': kind.switch('enabled'),
        'guiSecurityBannerText': kind.text(
            'Welcome to the BIG-IP Configuration Utility.\n\nLog in with '
            'your username and password using the fields on the left.'
        ),
        'guiSetup': kind.switch(),
        'hostAddrMode': kind.choice(
            'management',
            'custom',
            'state-mirror',
            unverified=facts.OTHER_WORDS,
        ),
        'hostname': kind.text('bigip1'),
        'lcdDisplay': kind.switch('enabled'),
        'ledLocator': kind.switch(),
        'mgmtDhcp': kind.choice(
            'disabled',
            'enabled',
            'dhcpv4',
            'dhcpv6',
            unverified='dhcpv4 and dhcpv6',
        ),
        'netReboot': kind.switch(),
        'passwordPrompt': kind.text('Password'),
        'quietBoot': kind.switch('enabled'),
        'remoteHost': kind.items(unverified=facts.UNSOURCED),
        'usernamePrompt': kind.text('Username'),
    },
    naming='singleton',
    source='recorded on 14.1.2.1',
    unverified=facts.LABEL,
)

KINDS = (
    FOLDER,
    *sys_file.KINDS,
    *sys_application.KINDS,
    PROVISION,
    DB,
    GLOBAL_SETTINGS,
)
