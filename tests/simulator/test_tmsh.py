# SPDX-License-Identifier: Apache-2.0

"""The commands of tmsh in scripts: what they make, and what they answer."""

import pytest

POOL = 'ltm/pool/~Common~app.app~o'
VIRTUAL = 'ltm/virtual/~Common~app.app~o'
LISTENS = 'tmsh::create ltm virtual o destination 192.0.2.10:80 '


# A script, an object, and some of what it then holds.
@pytest.mark.parametrize(
    'script, uri, holds',
    [
        # One text, or words; braces of tmsh that Tcl does not take.
        (
            'tmsh::create ltm pool o description one',
            POOL,
            {'description': 'one'},
        ),
        (
            'tmsh::create "/ltm pool o description one"',
            POOL,
            {'description': 'one'},
        ),
        (
            'tmsh::create {\n  ltm pool o\n  description one\n}',
            POOL,
            {'description': 'one'},
        ),
        (
            'tmsh::create ltm pool o \\{ description one \\}',
            POOL,
            {'description': 'one'},
        ),
        ('tmsh::create ltm pool /Common/app.app/o', POOL, {'name': 'o'}),
        (
            'tmsh::cd /Common\ntmsh::create ltm pool o',
            'ltm/pool/~Common~o',
            {'appService': '/Common/app.app/app'},
        ),
        (
            'tmsh::create ltm pool o description \\"one \\\\\\"two\\\\\\"\\"',
            POOL,
            {'description': 'one "two"'},
        ),
        (
            "tmsh::create ltm pool o description 'one two'",
            POOL,
            {'description': 'one two'},
        ),
        # Numbers, words, monitors.
        (
            'tmsh::create ltm pool o min-active-members 2 '
            'load-balancing-mode ratio-member',
            POOL,
            {'minActiveMembers': 2, 'loadBalancingMode': 'ratio-member'},
        ),
        (
            'tmsh::create ltm pool o monitor http',
            POOL,
            {'monitor': '/Common/http'},
        ),
        (
            'tmsh::create ltm pool o monitor "http and tcp" description a',
            POOL,
            {'monitor': '/Common/http and /Common/tcp', 'description': 'a'},
        ),
        (
            'tmsh::create ltm pool o monitor \\"http and tcp\\"',
            POOL,
            {'monitor': '/Common/http and /Common/tcp'},
        ),
        (
            'tmsh::create ltm pool o monitor min 1 of \\{ http tcp \\} '
            'description a',
            POOL,
            {
                'monitor': 'min 1 of { /Common/http /Common/tcp }',
                'description': 'a',
            },
        ),
        (
            'tmsh::create ltm pool o monitor http\n'
            'tmsh::modify ltm pool o monitor none description a',
            POOL,
            {'monitor': None, 'description': 'a'},
        ),
        # Flags, references, nested objects, lists.
        (LISTENS + 'disabled', VIRTUAL, {'disabled': True, 'enabled': None}),
        (
            LISTENS + 'disabled\ntmsh::modify ltm virtual o enabled',
            VIRTUAL,
            {'enabled': True, 'disabled': None},
        ),
        (
            'tmsh::create ltm pool o\n' + LISTENS + 'pool o',
            VIRTUAL,
            {'pool': '/Common/app.app/o'},
        ),
        (
            'tmsh::create ltm rule o {when RULE_INIT { }}\n'
            + LISTENS
            + 'profiles add \\{ http \\} '
            'rules \\{ o _sys_https_redirect \\}',
            VIRTUAL,
            {'rules': ['/Common/app.app/o', '/Common/_sys_https_redirect']},
        ),
        (
            LISTENS + 'profiles add \\{ http \\} '
            'rules \\{ _sys_https_redirect \\}\n'
            'tmsh::modify ltm virtual o rules none',
            VIRTUAL,
            {'rules': None},
        ),
        (
            'tmsh::create ltm snatpool s members add \\{ 192.0.2.9 \\}\n'
            + LISTENS
            + 'source-address-translation \\{ type snat pool s \\}',
            VIRTUAL,
            {
                'sourceAddressTranslation': {
                    'type': 'snat',
                    'pool': '/Common/app.app/s',
                    'poolReference': {
                        'link': 'https://localhost/mgmt/tm/ltm/snatpool/'
                        '~Common~app.app~s?ver=17.1.1'
                    },
                }
            },
        ),
        (
            'tmsh::create ltm persistence source-addr o\n'
            + LISTENS
            + 'persist replace-all-with \\{ o \\}',
            VIRTUAL,
            {
                'persist': [
                    {
                        'name': 'o',
                        'partition': 'Common',
                        'subPath': 'app.app',
                        'tmDefault': 'yes',
                        'nameReference': {
                            'link': 'https://localhost/mgmt/tm/ltm/persistence/source-addr/'
                            '~Common~app.app~o?ver=17.1.1'
                        },
                    }
                ]
            },
        ),
        (
            LISTENS + 'snat automap',
            VIRTUAL,
            {'sourceAddressTranslation': {'type': 'automap'}},
        ),
        (LISTENS + 'profiles none', VIRTUAL, {'ipProtocol': 'any'}),
        (
            LISTENS
            + 'metadata add \\{ a \\{ value 1 \\} b \\{ value 2 \\} \\}\n'
            'tmsh::modify ltm virtual o metadata modify \\{ a \\{ value 3 \\} '
            '\\}\ntmsh::modify ltm virtual o metadata delete \\{ b \\}',
            VIRTUAL,
            {'metadata': [{'name': 'a', 'persist': 'true', 'value': '3'}]},
        ),
        (
            'tmsh::create ltm data-group internal o type string records '
            'replace-all-with \\{ a \\{ data 1 \\} \\}\n'
            'tmsh::modify ltm data-group internal o records add \\{ b \\}',
            'ltm/data-group/internal/~Common~app.app~o',
            {
                'records': [
                    {'name': 'a', 'data': '1'},
                    {'name': 'b', 'data': ''},
                ]
            },
        ),
        (
            'tmsh::create ltm profile http o defaults-from http '
            'insert-xforwarded-for enabled',
            'ltm/profile/http/~Common~app.app~o',
            {
                'insertXforwardedFor': 'enabled',
                'appService': '/Common/app.app/app',
            },
        ),
        # Names that are addresses are in the partition.
        (
            'tmsh::create ltm node 192.0.2.60',
            'ltm/node/~Common~192.0.2.60',
            {'appService': '/Common/app.app/app'},
        ),
        (
            'tmsh::create ltm node o address 192.0.2.60\n'
            'tmsh::create ltm pool o members add \\{ o:80 \\{ ratio 2 \\} \\}',
            POOL + '/members/~Common~app.app~o:80',
            {'address': '192.0.2.60', 'ratio': 2},
        ),
        (
            'tmsh::create ltm pool o members add \\{ 2001:db8::1.80 \\}',
            POOL + '/members/~Common~2001:db8::1.80',
            {'address': '2001:db8::1'},
        ),
        (
            'tmsh::create ltm pool o members add \\{ 192.0.2.1:http \\}\n'
            'tmsh::modify ltm pool o members modify \\{ 192.0.2.1:80 \\{ '
            'session user-disabled \\} \\}',
            POOL + '/members/~Common~192.0.2.1:80',
            {'session': 'user-disabled'},
        ),
        # What is deleted need not be there, what is created may.
        (
            'tmsh::delete ltm pool o\ntmsh::create ltm pool o\n'
            'tmsh::create ltm pool o description a',
            POOL,
            {'description': 'a'},
        ),
        (
            'tmsh::modify sys db ui.advisory.text value o',
            'sys/db/ui.advisory.text',
            {'value': 'o'},
        ),
        (
            'tmsh::modify sys global-settings gui-setup enabled',
            'sys/global-settings',
            {'guiSetup': 'enabled'},
        ),
        (
            'tmsh::create ltm policy Drafts/o strategy first-match rules add '
            '\\{ r \\{ conditions add \\{ 0 \\{ http-uri path starts-with '
            'values \\{ /a \\} \\} \\} \\} \\}',
            'ltm/policy/~Common~app.app~Drafts~o/rules/r/conditions/0',
            {'values': ['/a'], 'startsWith': True},
        ),
    ],
)
def test_a_command_makes(iapp, rest, script, uri, holds):
    iapp.make(
        'tmsh::create sys folder Drafts\n' + script
        if 'Drafts' in script
        else script
    )
    found = rest.ok('GET', uri)
    assert {key: found.get(key) for key in holds} == holds


@pytest.mark.parametrize(
    'script, words',
    [
        ('tmsh::create ltm nothing o', '"nothing" unexpected argument'),
        ('tmsh::create ltm pool o color red', '"color" unexpected argument'),
        (
            'tmsh::create ltm pool',
            'one or more configuration identifiers must be provided',
        ),
        # Tcl took the braces away: tmsh sees no list.
        (
            'tmsh::create ltm pool o members add { 10.0.0.1:80 }',
            '"10.0.0.1:80" unexpected argument',
        ),
        (
            'tmsh::create ltm pool o members add \\{ 10.0.0.1:80',
            'braces are not balanced',
        ),
        (
            'tmsh::create ltm pool o description \\"a',
            'quotes are not balanced',
        ),
        (
            'tmsh::create ltm pool o load-balancing-mode best',
            'invalid property value "load-balancing-mode":"best"',
        ),
        (
            'tmsh::modify ltm pool o description a',
            '01020036:3: The requested '
            'Pool (/Common/app.app/o) was not found.',
        ),
        (
            'tmsh::stateless disabled\ntmsh::delete ltm pool o',
            '01020036:3: The '
            'requested Pool (/Common/app.app/o) was not found.',
        ),
        (
            'tmsh::stateless disabled\ntmsh::create ltm pool o\n'
            'tmsh::create ltm pool o',
            '01020066:3: The requested Pool '
            '(/Common/app.app/o) already exists in partition Common.',
        ),
        (
            'tmsh::get_config ltm virtual /Common/app.app/',
            '01020036:3: The '
            'requested Virtual Server (/Common/app.app) was not found.',
        ),
        (
            'tmsh::cd /nowhere',
            '01020036:3: The requested folder (/nowhere) was not found.',
        ),
        (
            'tmsh::create ltm pool o\ntmsh::modify ltm pool o',
            'one or more properties must be specified',
        ),
        (
            'tmsh::create gtm datacenter o',
            'One of the following features must be '
            'licensed/provisioned for the URI gtm/datacenter : gtm',
        ),
        ('tmsh::create ltm node o address 1', 'invalid address'),
        (
            'tmsh::get_field_value [lindex [tmsh::get_config sys provision '
            'ltm] 0] color',
            'field "color" is not present',
        ),
        (
            'tmsh::include nowhere',
            '01020036:3: The requested script '
            '(/Common/app.app/nowhere) was not found.',
        ),
        (
            'tmsh::save /sys config',
            'tmsh::save is not available in the simulator',
        ),
        ('tmsh::pwd a', 'wrong # args: tmsh::pwd'),
        (
            'tmsh::get_name [string repeat \\{ 3000]',
            'braces are nested too deeply',
        ),
    ],
)
def test_a_command_is_refused(iapp, script, words):
    assert iapp.refused(script).startswith(
        'script did not successfully complete: ({}\n    while '
        'executing\n'.format(words)
    )


PARTS = r"""
    tmsh::create ltm pool o monitor http and tcp members add \
        \{ 10.0.0.1:80 \{ ratio 2 \} 10.0.0.2:80 \} description \"a b\"
    tmsh::create ltm virtual v destination 192.0.2.10:80 pool o disabled \
        profiles add \{ tcp http clientssl \{ context clientside \} \} \
        rules \{ _sys_https_redirect \} metadata add \{ m \{ value 1 \} \}
    set pool [lindex [tmsh::get_config ltm pool o] 0]
    set virtual [lindex [tmsh::get_config ltm virtual /Common/app.app/v] 0]
"""


@pytest.mark.parametrize(
    'script, said',
    [
        ('tmsh::get_name $pool', 'o'),
        ('tmsh::get_type $pool', 'ltm pool'),
        ('tmsh::get_field_value $pool description', 'a b'),
        (
            'tmsh::get_field_value $pool monitor',
            '/Common/http and /Common/tcp',
        ),
        ('list [tmsh::get_field_value $pool color x] [info exists x]', '0 0'),
        ('list [tmsh::get_field_value $pool description x] $x', '1 {a b}'),
        (
            'lsort [tmsh::get_field_names value $pool]',
            'app-service description monitor',
        ),
        ('tmsh::get_field_names nested $pool', 'members'),
        (
            'set found {}; foreach one [tmsh::get_field_value $pool members] '
            '{ lappend found [tmsh::get_name $one] [tmsh::get_field_value '
            '$one address] }; set found',
            '/Common/10.0.0.1:80 10.0.0.1 /Common/10.0.0.2:80 10.0.0.2',
        ),
        # The words at these places are what public templates count on.
        ('lindex $pool 2', 'o'),
        ('dict get [lindex $pool 3] description', 'a b'),
        (
            'set one [lindex [tmsh::get_field_value $virtual profiles] 0]; '
            'list [lindex $one 1] [lindex [lindex $one 2] 1]',
            '/Common/clientssl clientside',
        ),
        ('lindex [lindex [tmsh::get_field_value $virtual metadata] 0] 1', 'm'),
        (
            'tmsh::get_field_value $virtual rules',
            '/Common/_sys_https_redirect',
        ),
        ('tmsh::get_field_value $virtual pool', '/Common/app.app/o'),
        (
            'tmsh::get_field_value [lindex [tmsh::get_config ltm virtual v '
            'all-properties] 0] source-address-translation.type',
            'none',
        ),
        (
            'tmsh::get_config ltm pool o description',
            '{ltm pool o {\n    description "a b"\n}}',
        ),
        (
            'tmsh::list ltm pool o monitor',
            'ltm pool o {\n    monitor /Common/http and /Common/tcp\n}',
        ),
        (
            'tmsh::list ltm pool o description one-line',
            'ltm pool o { description "a b" }',
        ),
        (
            'tmsh::cd /; tmsh::get_name [lindex [tmsh::get_config ltm pool '
            'recursive] 0]',
            'Common/app.app/o',
        ),
        (
            'tmsh::cd ..; list [tmsh::pwd] [llength [tmsh::get_config ltm '
            'pool]]',
            '/Common 0',
        ),
        ('llength [tmsh::get_config ltm pool /Common/app.app/*]', '1'),
        ('lindex [tmsh::get_config sys provision ltm] 0 3 1', 'nominal'),
        ('llength [lindex [tmsh::get_config sys provision afm] 0 3]', '0'),
        (
            'tmsh::get_field_value [lindex [tmsh::get_config auth partition '
            'Common default-route-domain] 0] default-route-domain',
            '0',
        ),
        (
            'tmsh::get_field_value [lindex [tmsh::get_config sys '
            'global-settings] 0] hostname x',
            '0',
        ),
        ('tmsh::version', '17.1.1'),
        ('set tmsh::app_name', 'app'),
        ('tmsh::stateless', 'enabled'),
    ],
)
def test_a_command_answers(iapp, script, said):
    before, _, last = script.rpartition('; ')
    iapp.make('%s\n%s\nputs -nonewline [%s]' % (PARTS, before, last))
    assert '\n'.join(iapp.said) == said


@pytest.mark.parametrize(
    'script, said',
    [
        ('package require iapp 1.0.0', '1.1.0'),
        ('iapp::conf create ltm pool p members add \\{ 10.0.0.1:80 \\}', 'p'),
        (
            'list [iapp::is ::a__b x yes] [iapp::is ::a__b no] [iapp::is ::c '
            'yes]',
            '1 0 0',
        ),
        (
            'array set of {1,0 {a $::a__b} * {[string length abc]}}; list '
            '[iapp::substa of(1,0)] [iapp::substa of(0,0)]',
            '{a yes} 3',
        ),
        (
            'list [iapp::get_items -exists ltm pool p] [iapp::get_items '
            '-exists ltm profile http http]',
            '0 1',
        ),
        ('tmsh::create ltm pool p; iapp::get_items -local ltm pool', 'p'),
        (
            'tmsh::create ltm pool p; iapp::get_items -filter *p ltm pool',
            'Common/app.app/p',
        ),
        ('iapp::get_items -nocomplain ltm pool nowhere', ''),
        (
            'list [iapp::get_provisioned ltm] [iapp::get_provisioned afm]',
            '1 0',
        ),
        ('iapp::destination 192.0.2.1 80', '192.0.2.1:80'),
        ('iapp::destination 2001:db8::1 0', '2001:db8::1.any'),
        (
            'iapp::pool_members $::a__t',
            ' 10.0.0.1:80 { connection-limit 5 address 10.0.0.1 }'
            ' server:any { }',
        ),
        (
            'list [iapp::tmos_version] [iapp::tmos_version >= 11.5] '
            '[iapp::tmos_version < 17]',
            '17.1.1 1 0',
        ),
        ("iapp::make_safe_password {a'b#c}", "a\\'b\\#c"),
        ('tmsh::include f5.app_utils; get_ssl_keys', 'Common/default.key'),
        ('tmsh::run_proc f5.app_utils:get_ssl_keys', 'Common/default.key'),
    ],
)
def test_the_package_iapp(iapp, script, said):
    before, _, last = script.rpartition('; ')
    iapp.make(
        '%s\nset said [%s]\nputs ""\nputs -nonewline $said' % (before, last),
        variables=[{'name': 'a__b', 'value': 'yes'}],
        tables=[
            {
                'name': 'a__t',
                'columnNames': ['addr', 'port', 'connection_limit'],
                'rows': [
                    {'row': ['10.0.0.1', '80', '5']},
                    {'row': ['server', '', '']},
                ],
            }
        ],
    )
    assert ([''] + iapp.said)[-1] == said


def test_members_from_a_table(iapp, rest):
    iapp.make(
        r"""
        iapp::template start
        set ::SENSITIVES [list secret]
        iapp::debug "the secret word"
        iapp::conf create ltm virtual v pool [iapp::conf create ltm pool o \
            members replace-all-with \{ [iapp::pool_members $::a__t] \}] \
            destination [iapp::destination 192.0.2.10 443]
        iapp::template stop
    """,
        tables=[
            {
                'name': 'a__t',
                'columnNames': ['addr', 'port'],
                'rows': [{'row': ['10.0.0.1', '80']}],
            }
        ],
    )
    assert rest.ok('GET', 'ltm/virtual/~Common~app.app~v')['pool'] == (
        '/Common/app.app/o'
    )
    rest.ok('GET', POOL + '/members/~Common~10.0.0.1:80')
    assert 'the ******** word' in iapp.said


def test_scripts_of_tmsh(iapp, rest):
    shipped = rest.ok('GET', 'cli/script')['items']
    assert [one['name'] for one in shipped] == ['f5.app_utils']
    assert shipped[0]['kind'] == 'tm:cli:script:scriptstate'
    assert shipped[0]['verificationStatus'] == 'signature-verified'
    made = rest.ok(
        'POST',
        'cli/script',
        {'name': 'mine', 'apiAnonymous': 'proc twice {a} { return $a$a }'},
    )
    assert made['ignoreVerification'] == 'false'
    iapp.make('tmsh::include mine\nputs [twice ab]')
    rest.ok(
        'PATCH',
        'cli/script/~Common~mine',
        {'apiAnonymous': 'proc twice {a} { error "not $a" }'},
    )
    answer = iapp.patch({'execute-action': 'definition'})
    assert '(not ab\n    while executing\n' in answer.json()['message']
    rest.ok('DELETE', 'cli/script/~Common~mine')
    assert iapp.said == ['abab']
    assert rest('GET', 'cli/script/~Common~mine').status_code == 404


def test_a_script_makes_a_script(iapp, rest):
    iapp.make(
        'tmsh::create cli script mine {\n    proc a {} { return b }\n}'
        '\ntmsh::include mine\nputs [a]'
    )
    assert iapp.said == ['b']
    assert (
        rest.ok('GET', 'cli/script/~Common~app.app~mine')[
            'apiAnonymous'
        ].strip()
        == 'proc a {} { return b }'
    )


def test_the_log(iapp, bigip):
    iapp.make(
        'tmsh::log err one\ntmsh::log two\ntmsh::log debug three\n'
        'tmsh::log_level debug\ntmsh::log debug four'
    )
    assert bigip.device.files['/var/log/ltm'] == (
        b'err: one\nnotice: two\ndebug: four\n'
    )
