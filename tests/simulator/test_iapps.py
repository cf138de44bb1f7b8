# SPDX-License-Identifier: Apache-2.0

"""Services of iApp templates: what their scripts make, keep and give up."""

import pytest

from tests.simulator import conftest

ADDRESS = [{'name': 'web__address', 'value': '192.0.2.10'}]
POOL = 'ltm/pool/~Common~app.app~pool'


def uris(bigip):
    """The objects that are no part of another, nor of the first day."""
    return {
        path
        for where, found in bigip.control.config().items()
        for path in found
        if '~' not in where
    }


def test_a_script_makes_objects_from_all_kinds_of_answers(iapp, rest, bigip):
    iapp.make(
        r"""
        foreach row $::pool__members {
            array set column [lindex $row 0]
            append members " $column(addr):$column(port) {
                address $column(addr) ratio $column(ratio) }"
        }
        tmsh::create ltm monitor http mon send \"GET /a\\r\\n\" interval 7
        tmsh::create ltm pool pool members replace-all-with \{ $members \} \
            monitor mon and tcp load-balancing-mode $::pool__method
        foreach rule $::web__rules {
            tmsh::create ltm rule $rule {
                when CLIENT_ACCEPTED { log local0. "a and b" }
            }
            lappend rules $rule
        }
        tmsh::create ltm virtual ${tmsh::app_name}_vs \
            destination $::web__address:443 pool pool \
            rules \{ [lreverse $rules] \} \
            profiles replace-all-with \{ http tcp \} \
            persist replace-all-with \{ cookie \{ default yes \} \} \
            source-address-translation \{ type automap \}
    """,
        variables=[
            {'name': 'pool__method', 'value': 'least-connections-member'},
            *ADDRESS,
        ],
        lists=[{'name': 'web__rules', 'value': ['one', 'two']}],
        tables=[
            {
                'name': 'pool__members',
                'columnNames': ['addr', 'port', 'ratio'],
                'rows': [
                    {'row': ['10.0.0.1', '80', '1']},
                    {'row': ['10.0.0.2', '81', '2']},
                ],
            }
        ],
    )
    pool = rest.ok('GET', POOL)
    assert pool['subPath'] == 'app.app'
    assert pool['appService'] == '/Common/app.app/app'
    assert pool['loadBalancingMode'] == 'least-connections-member'
    assert pool['monitor'].strip() == '/Common/app.app/mon and /Common/tcp'
    assert [
        (one['fullPath'], one['ratio'], one['appService'])
        for one in rest.ok('GET', POOL + '/members')['items']
    ] == [
        ('/Common/10.0.0.1:80', 1, '/Common/app.app/app'),
        ('/Common/10.0.0.2:81', 2, '/Common/app.app/app'),
    ]
    monitor = rest.ok('GET', 'ltm/monitor/http/~Common~app.app~mon')
    assert (monitor['send'], monitor['interval']) == (r'GET /a\r\n', 7)
    virtual = rest.ok(
        'GET', 'ltm/virtual/~Common~app.app~app_vs?expandSubcollections=true'
    )
    assert virtual['destination'] == '/Common/192.0.2.10:443'
    assert virtual['pool'] == '/Common/app.app/pool'
    assert virtual['rules'] == ['/Common/app.app/two', '/Common/app.app/one']
    assert virtual['persist'][0]['name'] == 'cookie'
    assert virtual['sourceAddressTranslation'] == {'type': 'automap'}
    assert [one['name'] for one in virtual['profilesReference']['items']] == [
        'http',
        'tcp',
    ]
    rule = rest.ok('GET', 'ltm/rule/~Common~app.app~one')
    assert 'log local0. "a and b"' in rule['apiAnonymous']
    # As a device does: in the partition, not in the folder.
    assert {'/Common/192.0.2.10', '/Common/10.0.0.1'} <= uris(bigip)


@pytest.mark.parametrize(
    'reading',
    [
        # As F5's examples, and as two public templates take a table apart.
        'foreach row $::a__t { array set c [lindex $row 0]; lappend found '
        '$c(addr) $c(port) }',
        'foreach row $::a__t { foreach line [lrange [split [join $row] "\\n"] '
        '1 end-1] { lappend found [lindex $line 1] } }',
        'set found [string map {"addr " "" "port " "" \\{ "" \\} ""} $::a__t]',
    ],
)
def test_the_ways_to_read_a_table(iapp, reading):
    iapp.make(
        reading + '\nputs [join $found ,]',
        tables=[
            {
                'name': 'a__t',
                'columnNames': ['addr', 'port'],
                'rows': [
                    {'row': ['10.0.0.1', '80']},
                    {'row': ['10.0.0.2', '81']},
                ],
            }
        ],
    )
    assert iapp.said[-1] == '10.0.0.1,80,10.0.0.2,81'


def test_answers_keep_what_is_special_in_tcl(iapp):
    odd = r'a {b} "c" $d [e] \f;#'
    iapp.make(
        r"""
        array set column [lindex $::a__t 0 0]
        puts "<$::a__v> <[lindex $::a__l 0]> <$column(x)> <$column(y)>"
        puts "<$::a__none> <[llength $::a__empty]>"
    """,
        variables=[
            {'name': 'a__v', 'value': odd},
            {'name': 'a__none', 'value': ''},
        ],
        lists=[{'name': 'a__l', 'value': [odd, 'b']}],
        tables=[
            {
                'name': 'a__t',
                'columnNames': ['x', 'y'],
                'rows': [{'row': [odd, '']}],
            },
            {'name': 'a__empty', 'columnNames': ['x']},
        ],
    )
    assert iapp.said == ['<{0}> <{0}> <{0}> <>'.format(odd), '<> <0>']


def test_an_encrypted_answer_is_hidden_and_usable(iapp, rest):
    secret = {'name': 'a__secret', 'encrypted': 'yes', 'value': 'open it'}
    made = iapp.make(
        'tmsh::create ltm pool pool description \\"$::a__secret\\"',
        variables=[secret],
    )
    shown = made['variables'][0]['value']
    assert shown.startswith('$M$') and 'open' not in str(made)
    assert rest.ok('GET', POOL)['description'] == 'open it'
    # A client that puts back what it read changes nothing.
    rest.ok('PUT', iapp.uri, rest.ok('GET', iapp.uri))
    iapp.again()
    assert rest.ok('GET', POOL)['description'] == 'open it'


def test_a_failure_leaves_nothing(iapp, rest, bigip):
    message = iapp.refused(
        'set a 1\n\nproc make {name} {\n    tmsh::create ltm pool $name\n'
        '    tmsh::create ltm pool $name monitor nope\n}\nmake pool\n'
    )
    # The form of messages that are quoted in issues of public templates.
    assert message == (
        'script did not successfully complete: (01020036:3: The requested '
        'monitor (/Common/app.app/nope) was not found.\n'
        '    while executing\n'
        '"tmsh::create ltm pool $name monitor nope"\n'
        '    (procedure "make" line 3)\n'
        '    invoked from within\n'
        '"make pool" line:7)'
    )
    assert uris(bigip) == {'/Common/t'}


def test_a_failure_of_a_change_leaves_all_as_it_was(iapp, rest):
    iapp.make(
        'tmsh::create ltm pool pool description $::web__address',
        variables=ADDRESS,
    )
    changed = iapp.patch(
        {
            'execute-action': 'definition',
            'strictUpdates': 'disabled',
            'variables': [{'name': 'web__port', 'value': '80'}],
        }
    )
    assert changed.status_code == 400
    assert changed.json()['message'].startswith(
        "script did not successfully complete: (can't read "
        '"::web__address": no such variable\n    while executing\n'
    )
    service = rest.ok('GET', iapp.uri)
    assert service['variables'][0]['name'] == 'web__address'
    assert service['strictUpdates'] == 'enabled'
    assert rest.ok('GET', POOL)['description'] == '192.0.2.10'


def test_a_failure_leaves_what_monitors_found(iapp, rest, bigip):
    rest.ok(
        'POST',
        'ltm/pool',
        {'name': 'pool', 'monitor': 'http', 'members': ['10.0.0.1:80']},
    )
    bigip.control.set_member_state(
        '/Common/pool', '/Common/10.0.0.1:80', 'down'
    )
    iapp.refused('tmsh::delete ltm pool /Common/pool\nerror no')
    (member,) = rest.ok('GET', 'ltm/pool/~Common~pool/members')['items']
    assert member['state'] == 'down'


def test_a_command_that_the_script_may_miss_leaves_nothing(iapp, bigip):
    iapp.make(r"""
        if {[catch {tmsh::create ltm pool lost members add \
                \{ 10.0.0.8:80 10.0.0.9:80 10.0.0.9:80 \}} found]} {
            puts $found
        }
        tmsh::create ltm pool pool
        catch {tmsh::modify ltm pool pool description a members add \
            \{ 10.0.0.9:80 10.0.0.9:80 \}}
        puts [tmsh::get_config ltm pool]
    """)
    assert iapp.said[0].startswith('01020066:3: The requested Pool Member ')
    assert 'description' not in '\n'.join(iapp.said[1:])
    assert uris(bigip) == {
        '/Common/t',
        '/Common/app.app',
        '/Common/app.app/app',
        '/Common/app.app/pool',
    }


def test_only_an_executed_action_follows_the_answers(iapp, rest):
    iapp.make(
        'tmsh::create ltm pool pool description $::a__b',
        variables=[{'name': 'a__b', 'value': 'one'}],
    )
    two = [{'name': 'a__b', 'value': 'two'}]
    assert iapp.patch({'variables': two}).status_code == 200
    assert rest.ok('GET', POOL)['description'] == 'one'
    assert iapp.again()['variables'][0]['value'] == 'two'
    assert rest.ok('GET', POOL)['description'] == 'two'
    rest.ok(
        'PATCH',
        iapp.uri,
        {
            'executeAction': 'definition',
            'variables': [{'name': 'a__b', 'value': 'three'}],
        },
    )
    assert rest.ok('GET', POOL)['description'] == 'three'
    assert rest.refused('PATCH', iapp.uri, {'execute-action': 'other'}) == (
        400,
        'invalid property value "execute-action":"other"',
    )


def test_what_is_no_longer_made_is_deleted(iapp, rest, bigip):
    def pools(*names):
        return [{'name': 'a__pools', 'value': list(names)}]

    iapp.make(
        r"""
        foreach name $::a__pools {
            tmsh::create ltm pool $name members add \{ 10.0.0.1:80 \}
        }
        tmsh::create ltm virtual vs destination 192.0.2.10:80 \
            pool [lindex $::a__pools 0]
    """,
        lists=pools('a', 'b'),
    )
    before = rest.ok('GET', 'ltm/pool/~Common~app.app~b')
    iapp.again(lists=pools('b', 'c'))
    assert {path for path in uris(bigip) if '.app/' in path} == {
        '/Common/app.app/app',
        '/Common/app.app/b',
        '/Common/app.app/c',
        '/Common/app.app/vs',
    }
    assert rest.ok('GET', 'ltm/virtual/~Common~app.app~vs')['pool'] == (
        '/Common/app.app/b'
    )
    # The one that is made again is the one that was there.
    now = rest.ok('GET', 'ltm/pool/~Common~app.app~b')
    assert now['generation'] > before['generation']
    assert {**now, 'generation': 0} == {**before, 'generation': 0}


def test_a_second_run_changes_only_what_it_names(iapp, rest):
    iapp.make(
        'tmsh::create ltm pool pool {*}[set ::a__rest]',
        variables=[
            {'name': 'a__rest', 'value': 'description d min-active-members 3'}
        ],
    )
    iapp.again(variables=[{'name': 'a__rest', 'value': 'description e'}])
    pool = rest.ok('GET', POOL)
    assert (pool['description'], pool['minActiveMembers']) == ('e', 3)


def test_what_is_in_use_outside_is_not_deleted(iapp, rest):
    iapp.make(
        'if {$::a__b} {tmsh::create ltm pool pool}',
        variables=[{'name': 'a__b', 'value': '1'}],
    )
    rest.ok(
        'POST',
        'ltm/virtual',
        {
            'name': 'outside',
            'destination': '/Common/192.0.2.11:80',
            'pool': '/Common/app.app/pool',
        },
    )
    words = (
        '01070265:3: The Pool (/Common/app.app/pool) cannot be deleted '
        'because it is in use by a Virtual Server (/Common/outside).'
    )
    assert rest.refused(
        'PATCH',
        iapp.uri,
        {
            'execute-action': 'definition',
            'variables': [{'name': 'a__b', 'value': '0'}],
        },
    ) == (400, words)
    assert rest.refused('DELETE', iapp.uri) == (400, words)
    rest.ok('GET', POOL)
    rest.ok('DELETE', 'ltm/virtual/~Common~outside')
    rest.ok('DELETE', iapp.uri)
    assert rest('GET', POOL).status_code == 404


def test_all_goes_with_the_service(iapp, rest, bigip):
    iapp.make(r"""
        tmsh::create sys folder sub
        tmsh::create ltm pool sub/pool members add \{ 10.0.0.1:80 \}
        tmsh::create ltm monitor http parent
        tmsh::create ltm monitor http child defaults-from parent
        tmsh::create ltm virtual vs destination 192.0.2.10:80 pool sub/pool
        tmsh::cd ..
        tmsh::create ltm data-group internal [set tmsh::app_name]_list \
            type string records add \{ a \{ data b \} \}
    """)
    assert (
        rest.ok('GET', 'ltm/data-group/internal/~Common~app_list')[
            'appService'
        ]
        == '/Common/app.app/app'
    )
    rest.ok('DELETE', iapp.uri)
    # The node stays, as that of any other pool does.
    assert uris(bigip) == {'/Common/t', '/Common/10.0.0.1'}


def test_strict_updates(iapp, rest):
    iapp.make(r'tmsh::create ltm pool pool members add \{ 10.0.0.1:80 \}')
    member = POOL + '/members/~Common~10.0.0.1:80'
    inside = {'name': 'mine', 'partition': 'Common', 'subPath': 'app.app'}
    for request in (
        ('PATCH', POOL, {'description': 'mine'}),
        ('PUT', POOL, {**rest.ok('GET', POOL), 'description': 'mine'}),
        ('DELETE', POOL),
        ('PATCH', member, {'ratio': 2}),
        ('DELETE', member),
        ('POST', POOL + '/members', {'name': '10.0.0.2:80'}),
        ('PATCH', POOL + '?options=members none', {}),
    ):
        status, message = rest.refused(*request)
        assert (status, message[:9]) == (400, '010715bc:'), request
    assert rest.refused('POST', 'ltm/pool', inside)[1] == (
        '010715bd:3: The parent folder is owned by application service '
        '(/Common/app.app/app), the object ownership cannot be changed to '
        '().'
    )
    # What the service may be asked itself is not refused.
    rest.ok('PATCH', iapp.uri, {'description': 'mine'})
    rest.ok('PATCH', iapp.uri, {'strictUpdates': 'disabled'})
    rest.ok('PATCH', POOL, {'description': 'mine'})
    rest.ok('PATCH', member, {'ratio': 2})
    rest.ok('POST', 'ltm/pool', inside)
    rest.ok('DELETE', 'ltm/pool/~Common~app.app~mine')
    rest.ok('DELETE', POOL)
    iapp.again(strictUpdates='enabled')
    assert rest('PATCH', POOL, {'description': 'a'}).status_code == 400


def test_an_object_is_not_taken_from_its_service(iapp, rest):
    iapp.make('tmsh::create ltm pool pool', strictUpdates='disabled')
    assert rest.refused('PUT', POOL, {'description': 'mine'}) == (
        400,
        '010715bd:3: The parent folder is owned by application service '
        '(/Common/app.app/app), the object ownership cannot be changed '
        'to ().',
    )
    rest.ok('PUT', POOL, {'appService': '/Common/app.app/app'})


def test_services_do_not_meddle_with_each_other(iapp, rest):
    iapp.make('tmsh::create ltm pool pool')
    iapp.template(
        'tmsh::modify ltm pool /Common/app.app/pool description mine', 'other'
    )
    message = iapp.post('second', template='other').json()['message']
    assert '(010715bc:3: The application service must be' in message
    iapp.template('tmsh::create ltm pool /Common/taken', 'third')
    rest.ok('POST', 'ltm/pool', {'name': 'taken'})
    assert (
        '01020066:3: The requested Pool (/Common/taken) already '
        in (iapp.post('third', template='third').json()['message'])
    )
    iapp.template(
        'tmsh::create sys application service inner template t', 'fourth'
    )
    assert (
        'a script cannot run the script of another'
        in (iapp.post('fourth', template='fourth').json()['message'])
    )


def test_a_script_may_change_its_own_service(iapp, rest):
    # As a public template does at its end.
    iapp.make(
        'tmsh::modify [format "sys application service %s/%s '
        'strict-updates disabled variables modify \\{ a__b \\{ value '
        'new \\} \\}" [tmsh::pwd] $tmsh::app_name]',
        variables=[{'name': 'a__b', 'value': 'old'}],
    )
    service = rest.ok('GET', iapp.uri)
    assert service['strictUpdates'] == 'disabled'
    assert service['variables'][0]['value'] == 'new'
    rest.ok('PATCH', iapp.uri, {'variables': []})
    assert (
        '(01020036:3: The requested application instance value '
        '(/Common/app.app/app) was not found.\n'
    ) in (iapp.patch({'execute-action': 'definition'}).json()['message'])


def test_a_script_sees_its_service_as_it_was_before(iapp):
    # A public template tells a first run from a later one so.
    iapp.make(
        r"""
        set path [tmsh::pwd]/$tmsh::app_name
        if {[catch {tmsh::get_config sys application service $path} found]} {
            puts new
        } else {
            array set body [lindex [lindex $found 0] 4]
            puts "[lindex [dict get $body(variables) a__b] 1] to $::a__b"
        }
    """,
        variables=[{'name': 'a__b', 'value': 'one'}],
    )
    iapp.again(variables=[{'name': 'a__b', 'value': 'two'}])
    assert iapp.said == ['new', 'one to two']


def test_a_changed_template_is_told_by_its_services(iapp, rest):
    iapp.make('tmsh::create ltm pool pool')
    rest.ok(
        'PATCH',
        'sys/application/template/~Common~t',
        {
            'actions': {
                'definition': {'implementation': 'tmsh::create ltm pool other'}
            }
        },
    )
    assert rest.ok('GET', iapp.uri)['templateModified'] == 'yes'
    assert iapp.again()['templateModified'] == 'no'
    assert rest('GET', POOL).status_code == 404
    rest.ok(
        'PATCH',
        'sys/application/template/~Common~t/actions/definition',
        {'implementation': ''},
    )
    assert rest.ok('GET', iapp.uri)['templateModified'] == 'yes'


def test_the_parts_of_a_template_are_kept(iapp, rest):
    iapp.template('', 'kept', description='d', requiresModules=['ltm'])
    parts = {
        'implementation': 'set a {\n  b\n}',
        'presentation': 'section',
        'htmlHelp': '<p>',
        'macro': 'm',
        'roleAcl': ['admin'],
        'runAs': 'none',
    }
    uri = 'sys/application/template/~Common~kept'
    rest.ok('PATCH', uri, {'actions': {'definition': parts}})
    kept = rest.ok('GET', uri + '/actions/definition')
    assert {key: kept[key] for key in parts if key != 'runAs'} == {
        key: parts[key] for key in parts if key != 'runAs'
    }


def test_a_template_in_use_is_not_deleted(iapp, rest):
    iapp.make('')
    assert (
        rest('DELETE', 'sys/application/template/~Common~t').status_code == 400
    )
    rest.ok('DELETE', iapp.uri)
    rest.ok('DELETE', 'sys/application/template/~Common~t')


def test_modules_that_a_template_requires(iapp, rest):
    iapp.template(
        'tmsh::create ltm pool pool',
        requiresModules=['ltm', 'am'],
        requiresBigipVersionMax='12.1.0',
    )
    # Recorded of the built-in templates that require this module; that
    # others are for older versions is no error.
    words = 'Error: am is not provisioned/enabled.'
    template = 'sys/application/template/~Common~t'
    assert rest.ok('GET', template)['prerequisiteErrors'] == words
    assert iapp.post().json()['templatePrerequisiteErrors'] == words
    rest.ok('PATCH', 'sys/provision/am', {'level': 'nominal'})
    assert 'prerequisiteErrors' not in rest.ok('GET', template)
    assert 'templatePrerequisiteErrors' not in rest.ok('GET', iapp.uri)
    assert 'prerequisiteErrors' not in rest.ok(
        'GET', 'sys/application/template/~Common~f5.cifs'
    )


def test_a_built_in_template_has_no_implementation_here(rest, bigip):
    rest.ok(
        'POST',
        'sys/application/service',
        {'name': 'app', 'template': 'f5.http'},
    )
    assert uris(bigip) == {'/Common/app.app', '/Common/app.app/app'}


def test_a_service_in_a_partition(iapp, rest):
    rest.ok('POST', 'auth/partition', {'name': 'T1'})
    iapp.template(r"""
        tmsh::create ltm pool pool members add \{ 10.0.0.1:80 \} monitor http
        tmsh::create ltm virtual vs destination 192.0.2.10:80 pool pool
    """)
    assert iapp.post(partition='T1').status_code == 200
    virtual = rest.ok('GET', 'ltm/virtual/~T1~app.app~vs')
    assert virtual['destination'] == '/T1/192.0.2.10:80'
    assert virtual['pool'] == '/T1/app.app/pool'
    rest.ok('GET', 'ltm/pool/~T1~app.app~pool/members/~T1~10.0.0.1:80')
    rest.ok('DELETE', 'sys/application/service/~T1~app.app~app')
    assert rest('GET', 'ltm/virtual-address/~T1~192.0.2.10').status_code == 404


def test_an_old_device_runs_the_script_and_answers_404(release):
    bigip, rest = release('11.6.0')
    iapp = conftest.Iapp(rest, bigip)
    iapp.template('tmsh::create ltm pool pool')
    assert iapp.post().status_code == 404
    assert rest.ok('GET', POOL)['appService'] == '/Common/app.app/app'
    rest.ok('DELETE', iapp.uri)
