# SPDX-License-Identifier: Apache-2.0

"""Folders, provisioning and settings."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.kinds import sys_application
from f5_heat.simulator.kinds import sys_db
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
    *sys_db.KINDS,
    GLOBAL_SETTINGS,
)
