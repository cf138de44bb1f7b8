# SPDX-License-Identifier: Apache-2.0

"""F5::LTM::Profile::HTTP: how a virtual server treats HTTP."""

from f5_heat.engine import schema
from f5_heat.engine.objects import bigip
from f5_heat.resources.ltm import inheritance
from f5_heat.resources.ltm.inheritance import MAX

CHUNKING = ('preserve', 'rechunk', 'selective', 'sustain')


def enforcement():
    """Return the limits of the protocol that are enforced."""
    return {
        'excess_client_headers': inheritance.choice(
            'What happens to a request with more headers than '
            'max_header_count: reject or pass-through.',
            'excessClientHeaders',
            'reject',
            'pass-through',
        ),
        'excess_server_headers': inheritance.choice(
            'What happens to a response with more headers than '
            'max_header_count: reject or pass-through.',
            'excessServerHeaders',
            'reject',
            'pass-through',
        ),
        'oversize_client_headers': inheritance.choice(
            'What happens to a request whose headers are larger than '
            'max_header_size: reject or pass-through.',
            'oversizeClientHeaders',
            'reject',
            'pass-through',
        ),
        'oversize_server_headers': inheritance.choice(
            'What happens to a response whose headers are larger than '
            'max_header_size: reject or pass-through.',
            'oversizeServerHeaders',
            'reject',
            'pass-through',
        ),
        'known_methods': inheritance.Strings(
            'The methods that are known.', 'knownMethods'
        ),
        'unknown_method': inheritance.choice(
            'What happens to a request with another method: allow, reject or '
            'pass-through.',
            'unknownMethod',
            'allow',
            'reject',
            'pass-through',
        ),
        'pipeline': inheritance.choice(
            'What happens to a request that comes before the response to the '
            'one before: allow, reject or pass-through.',
            'pipeline',
            'allow',
            'reject',
            'pass-through',
        ),
        'truncated_redirects': inheritance.Boolean(
            'Whether a redirect that lacks its last line is passed on.',
            'truncatedRedirects',
        ),
        'max_header_count': inheritance.number(
            'The number of headers that a message has at most.',
            'maxHeaderCount',
        ),
        'max_header_size': inheritance.number(
            'The number of bytes that all headers of a message have at most.',
            'maxHeaderSize',
        ),
        'max_requests': inheritance.number(
            'The number of requests on a connection at most; 0 for no limit.',
            'maxRequests',
        ),
    }


def explicit_proxy():
    """Return the properties of an explicit proxy."""
    return {
        'dns_resolver': inheritance.Reference(
            'The DNS resolver that finds the servers. An explicit proxy needs '
            'one.',
            'dnsResolver',
            to='net/dns-resolver',
        ),
        'tunnel_name': inheritance.Reference(
            'The tunnel that requests for other protocols go into.',
            'tunnelName',
            to='net/tunnels/tunnel',
        ),
        'route_domain': inheritance.Reference(
            'The route domain of the connections to servers.',
            'routeDomain',
            to='net/route-domain',
        ),
        'default_connect_handling': inheritance.choice(
            'Whether a CONNECT request for which no virtual server listens is '
            'allowed: allow or deny.',
            'defaultConnectHandling',
            'deny',
            'allow',
        ),
        'host_names': inheritance.Strings(
            'The names of the proxy itself, which it serves as a web server.',
            'hostNames',
        ),
        'ipv6': inheritance.Boolean(
            'Whether IPv6 addresses of a server are tried first.',
            'ipv6',
            words=('yes', 'no'),
        ),
        'bad_request_message': inheritance.Text(
            'The text of the answer to a bad request.', 'badRequestMessage'
        ),
        'bad_response_message': inheritance.Text(
            'The text of the answer when a server answers badly.',
            'badResponseMessage',
        ),
        'connect_error_message': inheritance.Text(
            'The text of the answer when a server cannot be reached.',
            'connectErrorMessage',
        ),
        'dns_error_message': inheritance.Text(
            'The text of the answer when a name cannot be resolved.',
            'dnsErrorMessage',
        ),
    }


def hsts():
    """Return the properties of HTTP Strict Transport Security."""
    return {
        'mode': inheritance.Boolean(
            'Whether the header is inserted into responses.', 'mode'
        ),
        'maximum_age': inheritance.number(
            'The seconds for which a browser remembers to use TLS alone.',
            'maximumAge',
            0,
            MAX,
        ),
        'include_subdomains': inheritance.Boolean(
            'Whether this holds for the subdomains of the host too.',
            'includeSubdomains',
        ),
        'preload': inheritance.Boolean(
            'Whether browsers may have the host in the list they come with.',
            'preload',
        ),
    }


def sflow():
    """Return how traffic is sampled for sFlow."""
    return {
        'poll_interval': inheritance.number(
            'The seconds between two polls.', 'pollInterval'
        ),
        'poll_interval_global': inheritance.Boolean(
            'Whether the setting of the device holds instead of '
            'poll_interval.',
            'pollIntervalGlobal',
            words=('yes', 'no'),
        ),
        'sampling_rate': inheritance.number(
            'The number of requests of which one is sampled.', 'samplingRate'
        ),
        'sampling_rate_global': inheritance.Boolean(
            'Whether the setting of the device holds instead of '
            'sampling_rate.',
            'samplingRateGlobal',
            words=('yes', 'no'),
        ),
    }


class HTTP(bigip.BigIPObject):
    """Settings for the HTTP traffic of a virtual server.

    A virtual server needs a profile of this type before it can look into
    HTTP: for cookie persistence, policies, and most iRules.
    """

    collection = 'ltm/profile/http'
    tenants = True
    root_parent = '/Common/http'

    @schema.deferred
    def properties_schema(cls):
        return {
            **inheritance.identity('profile', cls.root_parent),
            'proxy_type': inheritance.choice(
                'The way in which the virtual server is a proxy: reverse, '
                'before servers; explicit, which clients know of; or '
                'transparent.',
                'proxyType',
                'reverse',
                'explicit',
                'transparent',
            ),
            'accept_xff': inheritance.Boolean(
                'Whether the address in the X-Forwarded-For header of a '
                "request is taken as the client's.",
                'acceptXff',
            ),
            'xff_alternative_names': inheritance.Strings(
                'The headers that are read like X-Forwarded-For.',
                'xffAlternativeNames',
                ordered=True,
            ),
            'insert_xforwarded_for': inheritance.Boolean(
                "Whether the client's address is inserted into requests, as "
                'X-Forwarded-For.',
                'insertXforwardedFor',
            ),
            'basic_auth_realm': inheritance.Text(
                'The realm that a client is asked to log in to by basic '
                'authentication.',
                'basicAuthRealm',
            ),
            'encrypt_cookies': inheritance.Strings(
                'The names of the cookies that are encrypted for clients.',
                'encryptCookies',
            ),
            'encrypt_cookie_secret': inheritance.Text(
                'The passphrase that cookies are encrypted with.',
                'encryptCookieSecret',
                secret=True,
            ),
            'fallback_host': inheritance.Text(
                'The host or URI that a client is redirected to when no '
                'server can answer.',
                'fallbackHost',
            ),
            'fallback_status_codes': inheritance.Strings(
                'The status codes of a server, or ranges such as 500-503, for '
                'which a client is redirected to fallback_host.',
                'fallbackStatusCodes',
            ),
            'header_erase': inheritance.Text(
                'The name of a header that is removed from requests.',
                'headerErase',
            ),
            'header_insert': inheritance.Text(
                'A header that is inserted into requests, as NAME: VALUE.',
                'headerInsert',
            ),
            'response_headers_permitted': inheritance.Strings(
                'The only headers that a response keeps; all of them when the '
                'list is empty.',
                'responseHeadersPermitted',
            ),
            'redirect_rewrite': inheritance.choice(
                'The redirects of servers in which http becomes https: none, '
                'all, matching for those to the requested URI, or nodes for '
                "those to a node's address.",
                'redirectRewrite',
                'none',
                'all',
                'matching',
                'nodes',
            ),
            'request_chunking': inheritance.choice(
                'How the chunks of a request are treated.',
                'requestChunking',
                *CHUNKING,
            ),
            'response_chunking': inheritance.choice(
                'How the chunks of a response are treated.',
                'responseChunking',
                *CHUNKING,
                'unchunk',
            ),
            'server_agent_name': inheritance.Text(
                'The Server header of the responses that the BIG-IP makes '
                'itself.',
                'serverAgentName',
            ),
            'via_host_name': inheritance.Text(
                'The name that is put into Via headers.', 'viaHostName'
            ),
            'via_request': inheritance.choice(
                'What happens to the Via header of requests: preserve, append '
                'or remove.',
                'viaRequest',
                'preserve',
                'append',
                'remove',
            ),
            'via_response': inheritance.choice(
                'What happens to the Via header of responses: preserve, '
                'append or remove.',
                'viaResponse',
                'preserve',
                'append',
                'remove',
            ),
            'lws_width': inheritance.number(
                'The number of columns after which an inserted header is '
                'folded.',
                'lwsWidth',
            ),
            'lws_separator': inheritance.Text(
                'The text between the lines of a folded header.',
                'lwsSeparator',
            ),
            'oneconnect_transformations': inheritance.Boolean(
                'Whether headers are changed so that connections to servers '
                'can be used again.',
                'oneconnectTransformations',
            ),
            'oneconnect_status_reuse': inheritance.Text(
                'The status codes, separated by blanks, after which a '
                'connection to a server can be used again.',
                'oneconnectStatusReuse',
            ),
            'enforcement': inheritance.Map(
                'The limits of messages, and what happens to those beyond.',
                'enforcement',
                schema=enforcement(),
            ),
            'explicit_proxy': inheritance.Map(
                'The settings of an explicit proxy.',
                'explicitProxy',
                schema=explicit_proxy(),
            ),
            'hsts': inheritance.Map(
                'The Strict-Transport-Security header, by which a browser '
                'learns to use TLS alone.',
                'hsts',
                schema=hsts(),
            ),
            'sflow': inheritance.Map(
                'The sampling of requests by sFlow.', 'sflow', schema=sflow()
            ),
        }


def resource_mapping():
    return {'F5::LTM::Profile::HTTP': HTTP}
