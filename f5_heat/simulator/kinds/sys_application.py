# SPDX-License-Identifier: Apache-2.0

"""iApp templates, application services, and scriptd, which runs them."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

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
) -> kind.Builtins:
    template: kind.Values = {**_SIGNED, 'requiresBigipVersionMin': least}
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
        'ignoreVerification': facts.false_true(),
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

APL_SCRIPT = kind.Kind(
    'sys/application/apl-script',
    'APL script',
    {
        'apiAnonymous': kind.text(),
        'aplSignature': kind.text(),
        'description': kind.text(unverified=facts.DOCUMENTED),
        'ignoreVerification': facts.false_true(),
        'signingKey': kind.reference(facts.KEY, read_only=True),
        'totalSigningStatus': kind.text('not-all-signed', read_only=True),
        'verificationStatus': kind.text('none', read_only=True),
    },
    source='recorded on 14.1.2.1',
    unverified="what a script of one's own answers, " + facts.LABEL,
    builtins={'/Common/f5.apl_common': _SIGNED},
)

CUSTOM_STAT = kind.Kind(
    'sys/application/custom-stat',
    'custom stat',
    {
        'description': kind.text(),
        'formula': kind.text(),
        'keyspace': kind.text(),
        'measure': kind.text(),
    },
    source='recorded empty on 14.1.2.1',
    unverified=facts.DOCUMENTED,
)

KINDS = (
    APL_SCRIPT,
    CUSTOM_STAT,
    TEMPLATE,
    ACTIONS,
    SERVICE,
    SCRIPTD,
)
