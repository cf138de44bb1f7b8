# SPDX-License-Identifier: Apache-2.0

"""Folders, files, iApps, provisioning, database variables, settings."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

_SEEN_LATER = 'not seen on every recorded version'


def _false_true(**rest) -> kind.Field:
    return kind.choice('false', 'true', **rest)


FOLDER = kind.Kind(
    'sys/folder',
    'folder',
    {
        'description': kind.text(),
        'deviceGroup': facts.or_none('cm/device-group'),
        'hidden': _false_true(),
        'inheritedDevicegroup': kind.choice('true', 'false'),
        'inheritedTrafficGroup': kind.choice('true', 'false'),
        'noRefCheck': _false_true(),
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

_FILE = {
    **facts.APP_SERVICE,
    'checksum': kind.text(read_only=True),
    'createTime': kind.text(read_only=True),
    'createdBy': kind.text('root', read_only=True),
    'lastUpdateTime': kind.text(read_only=True),
    'revision': kind.integer(1, read_only=True),
    'size': kind.integer(read_only=True),
    'sourcePath': kind.text(),
    'systemPath': kind.text(read_only=True),
    'updatedBy': kind.text('root', read_only=True),
}
_CERT_DIRECTORY = '/config/ssl/ssl.crt/'
_LOCALHOST = (
    'emailAddress=root@localhost.localdomain,'
    'CN=localhost.localdomain,OU=IT,O=MyCompany,L=Seattle,ST=WA,'
    'C=US'
)

SSL_CERT = kind.Kind(
    facts.CERT,
    'Certificate File',
    {
        **_FILE,
        'certValidationOptions': kind.items(),
        'certificateKeyCurveName': kind.text('none', read_only=True),
        'certificateKeySize': kind.integer(read_only=True),
        'email': kind.text(read_only=True),
        'expirationDate': kind.integer(read_only=True),
        'expirationString': kind.text(read_only=True),
        'fingerprint': kind.text(read_only=True, unverified=_SEEN_LATER),
        'isBundle': _false_true(read_only=True),
        'issuer': kind.text(read_only=True),
        'issuerCert': kind.reference(facts.CERT),
        'keyType': kind.text('rsa-public', read_only=True),
        'mode': kind.integer(33188, read_only=True),
        'serialNumber': kind.text(read_only=True),
        'subject': kind.text(read_only=True),
        'version': kind.integer(3, read_only=True),
    },
    required=('sourcePath',),
    source='recorded on 13.0.0, 14.1.0 and 14.1.2.1',
    builtins={
        '/Common/ca-bundle.crt': {
            'certificateKeySize': 2048,
            'isBundle': 'true',
            'expirationDate': 1893455999,
            'expirationString': 'Dec 31 23:59:59 2029 GMT',
            'systemPath': _CERT_DIRECTORY + 'ca-bundle.crt',
        },
        '/Common/default.crt': {
            'certificateKeySize': 2048,
            'email': 'root@localhost.localdomain',
            'expirationDate': 1886076929,
            'expirationString': 'Oct  7 14:15:29 2029 GMT',
            'issuer': _LOCALHOST,
            'subject': _LOCALHOST,
            'size': 1338,
            'systemPath': _CERT_DIRECTORY + 'default.crt',
        },
        '/Common/f5-ca-bundle.crt': {
            'certificateKeySize': 2048,
            'size': 2151,
            'expirationDate': 1922896554,
            'expirationString': 'Dec  7 17:55:54 2030 GMT',
            'systemPath': _CERT_DIRECTORY + 'f5-ca-bundle.crt',
        },
        '/Common/f5-irule.crt': {
            'certificateKeySize': 2048,
            'size': 1728,
            'expirationDate': 1815944413,
            'expirationString': 'Jul 18 21:00:13 2027 GMT',
            'systemPath': _CERT_DIRECTORY + 'f5-irule.crt',
        },
    },
)

CERT_PARTS = tuple(
    kind.Kind(
        '{}/{}'.format(facts.CERT, part),
        'Certificate File',
        {},
        parent=facts.CERT,
        source='their references are recorded on 13.0.0',
        unverified='the items are not recorded',
    )
    for part in ('bundle-certificates', 'cert-validators')
)

SSL_KEY = kind.Kind(
    facts.KEY,
    'Certificate Key File',
    {
        **_FILE,
        'curveName': kind.text('none', read_only=True),
        'keySize': kind.integer(read_only=True),
        'keyType': kind.text('rsa-private', read_only=True),
        'mode': kind.integer(33184, read_only=True),
        'passphrase': kind.text(secret=True),
        'securityType': kind.choice('normal', 'password', read_only=True),
    },
    required=('sourcePath',),
    source='recorded on 13.0.0 and 14.1.2.1',
    builtins={
        '/Common/default.key': {
            'keySize': 2048,
            'size': 1704,
            'systemPath': '/config/ssl/ssl.key/default.key',
        }
    },
)

EXTERNAL_MONITOR = kind.Kind(
    'sys/file/external-monitor',
    'external monitor file',
    {
        **_FILE,
        'mode': kind.integer(33261, read_only=True),
    },
    required=('sourcePath',),
    source='recorded on 13.1.0.8 and 14.1.2.1',
    unverified=facts.LABEL,
    builtins={
        '/Common/arg_example': {
            'size': 3159,
            'systemPath': '/config/monitors/arg_example',
        },
        '/Common/sample_monitor': {
            'size': 1984,
            'systemPath': '/config/monitors/sample_monitor',
        },
    },
)

_SIGNED = {
    'signingKey': '/Common/f5-irule',
    'totalSigningStatus': 'one-cert-signed',
    'verificationStatus': 'signature-verified',
}


def _shipped(
    module: str,
    least: str,
    most: str,
    *names: str,
) -> dict[str, dict]:
    template = {**_SIGNED, 'requiresBigipVersionMin': least}
    if most:
        template['requiresBigipVersionMax'] = most
    if module:
        template['requiresModules'] = [module]
    return {'/Common/f5.' + name: template for name in names}


TEMPLATE = kind.Kind(
    'sys/application/template',
    'application template',
    {
        'description': kind.text(),
        'ignoreVerification': _false_true(),
        'prerequisiteErrors': kind.text(read_only=True),
        'requiresBigipVersionMax': kind.text(),
        'requiresBigipVersionMin': kind.text(),
        'requiresModules': kind.items(),
        'signingKey': kind.reference(facts.KEY, read_only=True),
        'tmplChecksum': kind.text(),
        'tmplSignature': kind.text(),
        'totalSigningStatus': kind.text(
            'not-all-signed',
            read_only=True,
            unverified="the word for a template of one's own",
        ),
        'verificationStatus': kind.text(
            'none',
            read_only=True,
            unverified="the word for a template of one's own",
        ),
    },
    source='recorded on 13.0.0 and 14.1.2.1',
    unverified=facts.LABEL,
    builtins={
        **_shipped(
            '',
            '11.5.0',
            '',
            'http',
            'microsoft_iis',
            'microsoft_sharepoint_2010',
        ),
        **_shipped(
            '',
            '11.5.0',
            '13.1.0',
            'bea_weblogic',
            'oracle_ebs',
            'peoplesoft_9',
            'sap_enterprise_portal',
            'sap_erp',
        ),
        **_shipped(
            '',
            '11.4.0',
            '12.1.0',
            'microsoft_exchange_owa_2007',
            'microsoft_sharepoint_2007',
        ),
        **_shipped('', '11.4.0', '13.1.0', 'oracle_as_10g'),
        **_shipped(
            'ltm',
            '11.4.0',
            '',
            'diameter',
            'dns',
            'ip_forwarding',
            'ldap',
            'npath',
            'radius',
        ),
        **_shipped(
            'ltm',
            '11.4.0',
            '12.1.0',
            'citrix_presentation_server',
            'citrix_xen_app',
            'microsoft_exchange_2010',
            'microsoft_lync_server_2010',
            'microsoft_ocs_2007_r2',
            'vmware_view',
        ),
        **_shipped(
            'am',
            '11.4.0',
            '13.1.0',
            'cifs',
            'ftp',
            'replication',
            'vmware_vmotion',
        ),
    },
)

ACTIONS = kind.Kind(
    'sys/application/template/actions',
    'application template action',
    {
        'htmlHelp': kind.text(),
        'implementation': kind.text(),
        'macro': kind.text(),
        'presentation': kind.text(),
        'roleAcl': kind.items(),
        'runAs': kind.text(),
    },
    parent='sys/application/template',
    naming='plain',
    source='asserted by tests that ran against devices',
    unverified=facts.LABEL,
)

_NAMED = {'name': kind.text(), 'encrypted': kind.choice('no', 'yes')}

SERVICE = kind.Kind(
    'sys/application/service',
    'application service',
    {
        'description': kind.text(),
        'deviceGroup': facts.or_none('cm/device-group'),
        'inheritedDevicegroup': kind.choice('true', 'false'),
        'inheritedTrafficGroup': kind.choice('true', 'false'),
        'lists': kind.items(fields={**_NAMED, 'value': kind.items()}),
        **facts.METADATA,
        'strictUpdates': kind.switch('enabled'),
        'tables': kind.items(
            fields={
                'name': kind.text(),
                'columnNames': kind.items(),
                'rows': kind.items(fields={'row': kind.items()}),
            }
        ),
        'template': kind.reference(
            'sys/application/template', create_only=True
        ),
        'templateModified': kind.choice('no', 'yes', read_only=True),
        'templatePrerequisiteErrors': kind.text(
            read_only=True, unverified=facts.DOCUMENTED
        ),
        'trafficGroup': kind.reference(
            facts.TRAFFIC_GROUP, default='/Common/traffic-group-1'
        ),
        'variables': kind.items(fields={**_NAMED, 'value': kind.text()}),
    },
    required=('template',),
    source='recorded on 13.0.0',
    unverified=facts.LABEL,
)

SCRIPTD = kind.Kind(
    'sys/scriptd',
    'script daemon',
    {
        'logLevel': kind.choice(
            'notice',
            'alert',
            'crit',
            'debug',
            'emerg',
            'err',
            'info',
            'warning',
            unverified=facts.OTHER_WORDS,
        ),
        'maxScriptRunTime': kind.integer(300, 1, unverified='the range'),
    },
    naming='singleton',
    source='recorded on 14.1.2.1',
    unverified=facts.LABEL,
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
        'scfConfig': _false_true(read_only=True),
        'value': kind.text(),
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
    SSL_CERT,
    *CERT_PARTS,
    SSL_KEY,
    EXTERNAL_MONITOR,
    TEMPLATE,
    ACTIONS,
    SERVICE,
    SCRIPTD,
    PROVISION,
    DB,
    GLOBAL_SETTINGS,
)
