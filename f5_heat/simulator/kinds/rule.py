# SPDX-License-Identifier: Apache-2.0

"""iRules, and the data groups and files that they read."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

_SIGNED = {'apiRawValues': {'verificationStatus': 'signature-verified'}}


def _system_rule(event: str) -> kind.Values:
    return {
        'apiAnonymous': 'nodelete nowrite \nwhen %s {\n    return\n}' % event,
        **_SIGNED,
    }


RULE = kind.Kind(
    'ltm/rule',
    'iRule',
    {
        **facts.APP_SERVICE,
        'apiAnonymous': kind.text(),
        'apiRawValues': kind.nested(
            {'verificationStatus': kind.text(read_only=True)}, read_only=True
        ),
        'ignoreVerification': kind.choice(None, 'true', 'false'),
    },
    source='recorded on 14.1.2.1',
    in_use='01070265:3: The rule ({path}) cannot be deleted because it is '
    'in use by a {user_label} ({user}).',
    builtins={
        '/Common/_sys_APM_ExchangeSupport_OA_BasicAuth': _system_rule(
            'ACCESS_SESSION_STARTED'
        ),
        '/Common/_sys_APM_ExchangeSupport_OA_NtlmAuth': _system_rule(
            'ACCESS_SESSION_STARTED'
        ),
        '/Common/_sys_APM_ExchangeSupport_helper': _system_rule(
            'HTTP_REQUEST'
        ),
        '/Common/_sys_APM_ExchangeSupport_main': _system_rule(
            'ACCESS_SESSION_STARTED'
        ),
        '/Common/_sys_APM_MS_Office_OFBA_Support': _system_rule(
            'ACCESS_SESSION_STARTED'
        ),
        '/Common/_sys_APM_Office365_SAML_BasicAuth': _system_rule(
            'ACCESS_SESSION_STARTED'
        ),
        '/Common/_sys_APM_activesync': _system_rule('ACCESS_SESSION_STARTED'),
        '/Common/_sys_auth_krbdelegate': _system_rule('HTTP_REQUEST'),
        '/Common/_sys_auth_ldap': _system_rule('HTTP_REQUEST'),
        '/Common/_sys_auth_radius': _system_rule('HTTP_REQUEST'),
        '/Common/_sys_auth_ssl_cc_ldap': _system_rule('CLIENTSSL_CLIENTCERT'),
        '/Common/_sys_auth_ssl_crldp': _system_rule('CLIENTSSL_CLIENTCERT'),
        '/Common/_sys_auth_ssl_ocsp': _system_rule('CLIENTSSL_CLIENTCERT'),
        '/Common/_sys_auth_tacacs': _system_rule('HTTP_REQUEST'),
        '/Common/_sys_https_redirect': _system_rule('HTTP_REQUEST'),
    },
)


def _pairs(values: dict[str, str]) -> list[dict[str, str]]:
    return [{'name': name, 'data': data} for name, data in values.items()]


def _records(*names: str) -> list[dict[str, str]]:
    return _pairs(dict.fromkeys(names, ''))


DATA_GROUP = kind.Kind(
    'ltm/data-group/internal',
    'value list',
    {
        **facts.DESCRIBED,
        'records': kind.items(
            fields={'name': kind.text(), 'data': kind.text('')}
        ),
        'type': kind.choice('string', 'ip', 'integer', create_only=True),
    },
    required=('type',),
    source='recorded on 13.1.1, 14.1.2.1 and 15.1.0',
    builtins={
        '/Common/aol': {
            'type': 'ip',
            'records': _records(
                '64.12.96.0/19',
                '195.93.16.0/20',
                '195.93.48.0/22',
                '195.93.64.0/19',
                '195.93.96.0/19',
                '198.81.0.0/22',
                '198.81.8.0/23',
                '198.81.16.0/20',
                '202.67.65.128/25',
                '205.188.112.0/20',
                '205.188.146.144/30',
                '205.188.192.0/20',
                '205.188.208.0/23',
                '207.200.112.0/21',
            ),
        },
        '/Common/images': {'records': _records('.bmp', '.gif', '.jpg')},
        '/Common/private_net': {
            'type': 'ip',
            'records': _records(
                '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'
            ),
        },
        '/Common/sys_APM_MS_Office_OFBA_DG': {
            'description': 'This internal data-group is used in '
            '_sys_APM_MS_Office_OFBA_Support irule',
            'records': _pairs(
                {
                    'ie_sp_session_sharing_enabled': '0',
                    'ie_sp_session_sharing_inactivity_timeout': '60',
                    'ofba_auth_dialog_size': '800x600',
                    'useragent1': 'microsoft data access internet publishing '
                    'provider',
                    'useragent2': 'office protocol discovery',
                    'useragent3': 'microsoft office',
                    'useragent4': 'non-browser',
                    'useragent5': 'msoffice 12',
                    'useragent6': 'microsoft-webdav-miniredir',
                    'useragent7': 'webdav-miniredir',
                    'useragent9': 'ms frontpage 1[23456789]',
                    'useragent10': 'onenote',
                }
            ),
        },
    },
)

EXTERNAL_DATA_GROUP = kind.Kind(
    'ltm/data-group/external',
    'value list',
    {
        **facts.DESCRIBED,
        'externalFileName': kind.reference('sys/file/data-group'),
        'type': kind.choice(
            None, 'ip', 'integer', 'string', unverified=facts.DOCUMENTED
        ),
    },
    required=('externalFileName',),
    source=facts.REFERENCE,
    unverified='the label in messages; that its type can be given',
)

IFILE = facts.row(
    'ltm/ifile',
    {**facts.DESCRIBED, 'fileName': kind.reference('sys/file/ifile')},
    facts.REFERENCE,
    required=('fileName',),
)

KINDS = (
    RULE,
    DATA_GROUP,
    EXTERNAL_DATA_GROUP,
    IFILE,
)
