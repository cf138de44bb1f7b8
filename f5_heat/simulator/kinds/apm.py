# SPDX-License-Identifier: Apache-2.0

"""Access: ACLs, access profiles and policies, and network access."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

_APM = ('apm',)
_BARE = 'its fields beside the name'


def _empty(name: str) -> kind.Kind:
    """Return a kind that others refer to, of which no object is recorded."""
    return facts.row(
        'apm/' + name,
        {'description': kind.text(unverified=facts.UNSOURCED)},
        facts.TOOLS,
        _BARE,
        modules=_APM,
    )


def _words(default: str, *names: str) -> dict[str, kind.Field]:
    return facts.either(default, *names, unverified=facts.EXAMPLE)


def _numbers(**defaults: int) -> dict[str, kind.Field]:
    return {
        name: kind.integer(default, unverified=facts.EXAMPLE)
        for name, default in defaults.items()
    }


REFERRED = tuple(
    map(
        _empty,
        (
            'log-setting',
            'policy/customization-group',
            'policy/policy-item',
            'resource/ipv6-leasepool',
            'resource/leasepool',
        ),
    )
)

ACL = facts.row(
    'apm/acl',
    {
        'aclOrder': kind.integer(low=0),
        'description': kind.text(),
        'entries': kind.items(
            fields={
                'action': kind.choice(
                    None, 'allow', 'continue', 'discard', 'reject'
                ),
                **facts.integers(
                    'dstEndPort', 'dstStartPort', 'srcEndPort', 'srcStartPort'
                ),
                **facts.texts('dstSubnet', 'log', 'scheme', 'srcSubnet'),
                **facts.texts('host', 'paths', unverified=facts.DOCUMENTED),
                'protocol': kind.integer(),
            }
        ),
        **_words('true', 'locationSpecific'),
        **_words('false', 'pathMatchCase'),
        'type': kind.choice(
            'static', 'dynamic', create_only=True, unverified=facts.EXAMPLE
        ),
    },
    'recorded on 12.1.4',
    modules=_APM,
)

ACCESS_POLICY = facts.row(
    'apm/policy/access-policy',
    {
        'defaultEnding': kind.reference('apm/policy/policy-item'),
        'items': facts.named('apm/policy/policy-item'),
        'macros': kind.references(
            'apm/policy/access-policy', unverified=facts.DOCUMENTED
        ),
        **_numbers(maxMacroLoopCount=1),
        **_words('false', 'oneshotMacro'),
        'startItem': kind.reference('apm/policy/policy-item'),
        'type': kind.choice(
            'access-policy',
            'macro',
            'per-rq-policy',
            unverified=facts.OTHER_WORDS,
        ),
    },
    'recorded on 16.1.3.3',
    modules=_APM,
)

ACCESS_PROFILE = facts.row(
    'apm/profile/access',
    {
        'acceptLanguages': kind.items(['en'], unverified=facts.EXAMPLE),
        'accessPolicy': kind.reference('apm/policy/access-policy'),
        **_numbers(
            accessPolicyTimeout=300,
            inactivityTimeout=900,
            logoutUriTimeout=5,
            maxConcurrentSessions=0,
            maxConcurrentUsers=0,
            maxFailureDelay=5,
            maxInProgressSessions=128,
            maxSessionTimeout=604800,
            minFailureDelay=2,
            tmGeneration=0,
        ),
        **{
            name: kind.reference('apm/policy/customization-group')
            for name in (
                'customizationGroup',
                'epsGroup',
                'errormapGroup',
                'frameworkInstallationGroup',
                'generalUiGroup',
            )
        },
        **facts.texts('customizationKey', read_only=True),
        'defaultLanguage': kind.text('en', unverified=facts.EXAMPLE),
        'defaultsFrom': kind.reference('apm/profile/access'),
        'domainMode': kind.text('single-domain', unverified=facts.EXAMPLE),
        **_words(
            'true',
            'enforcePolicy',
            'modifiedSinceLastPolicySync',
            'secureCookie',
            'webtopRedirectOnRootUri',
        ),
        **_words(
            'false',
            'httponlyCookie',
            'persistentCookie',
            'restrictToSingleClientIp',
            'samesiteCookie',
        ),
        'generationAction': kind.text('noop', unverified=facts.EXAMPLE),
        'logSettings': kind.references('apm/log-setting'),
        'samesiteCookieAttrValue': kind.text(
            'strict', unverified=facts.EXAMPLE
        ),
        'scope': kind.text('profile', unverified=facts.EXAMPLE),
        'type': kind.text('all', unverified=facts.EXAMPLE),
        'userIdentityMethod': kind.text('http', unverified=facts.EXAMPLE),
    },
    'recorded on 16.1.3.3',
    modules=_APM,
)

NETWORK_ACCESS = facts.row(
    'apm/resource/network-access',
    {
        **_words(
            'true',
            'addressSpaceDhcpRequestsExcluded',
            'addressSpaceLocDnsServersExcluded',
            'addressSpaceLocalSubnetsExcluded',
            'applicationLaunchWarning',
            'clientProxyEnforceSubnets',
            'clientTrayIcon',
            'dnsEnforceSearchOrder',
            'locationSpecific',
            'microsoftNetworkClient',
            'provideClientCert',
            'splitTunneling',
        ),
        **_words(
            'false',
            'addressSpaceProtect',
            'autoLaunch',
            'clientIpFilterEngine',
            'clientProxy',
            'clientProxyIgnoreAutoConfigError',
            'clientProxyLocalBypass',
            'clientProxyUseHttpPac',
            'clientProxyUseLocalProxy',
            'dnsRegisterConnection',
            'dnsUseDnsSuffixForRegistration',
            'dtls',
            'executeLogoffScripts',
            'microsoftNetworkServer',
            'proxyArp',
            'syncWithActiveDirectory',
        ),
        **_numbers(
            clientInterfaceSpeed=100000000,
            clientProxyPort=0,
            dtlsPort=4433,
            idleTimeoutThreshold=0,
            idleTimeoutWindow=0,
        ),
        **facts.texts(
            'clientProxyAddress',
            'dnsPrimary',
            'dnsSecondary',
            'ipv6DnsPrimary',
            'ipv6DnsSecondary',
            'winsPrimary',
            'winsSecondary',
            default='any6',
        ),
        'addressSpaceExcludeDnsName': kind.items(),
        'addressSpaceIncludeDnsName': kind.items(),
        **{
            name: kind.items(fields={'subnet': kind.text()})
            for name in (
                'addressSpaceExcludeSubnet',
                'addressSpaceIncludeSubnet',
                'ipv6AddressSpaceExcludeSubnet',
                'ipv6AddressSpaceIncludeSubnet',
            )
        },
        'clientPowerManagement': kind.text('ignore', unverified=facts.EXAMPLE),
        'compression': kind.choice(
            'none', 'gzip', unverified=facts.OTHER_WORDS
        ),
        'customizationGroup': kind.reference('apm/policy/customization-group'),
        'description': kind.text(unverified=facts.DOCUMENTED),
        'ipv6LeasepoolName': kind.reference('apm/resource/ipv6-leasepool'),
        'leasepoolName': kind.reference('apm/resource/leasepool'),
        'networkTunnel': kind.switch('enabled', unverified=facts.EXAMPLE),
        'preserveSourcePortStrict': kind.text(
            'none', unverified=facts.EXAMPLE
        ),
        'snat': kind.choice(
            'automap', 'none', 'snatpool', unverified=facts.EXAMPLE
        ),
        'snatpool': kind.reference(
            'ltm/snatpool', unverified=facts.DOCUMENTED
        ),
        'supportedIpVersion': kind.choice(
            'ipv4', 'ipv4-ipv6', unverified='the default'
        ),
        'type': kind.text('network-access', read_only=True),
    },
    'recorded on 12.1.4',
    modules=_APM,
)

KINDS = (*REFERRED, ACL, ACCESS_POLICY, ACCESS_PROFILE, NETWORK_ACCESS)
