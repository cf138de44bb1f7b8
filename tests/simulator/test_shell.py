# SPDX-License-Identifier: Apache-2.0

"""util/bash and its like: programs, pipes, files and tmsh."""

import time

import pytest

DOWNLOADS = '/var/config/rest/downloads/'


@pytest.fixture
def bash(rest):
    """Runs a command line; what it prints, None for nothing."""

    def run(line):
        body = {'command': 'run', 'utilCmdArgs': '-c "%s"' % line}
        answer = rest.ok('POST', 'util/bash', body)
        assert answer['kind'] == 'tm:util:bash:runstate'
        return answer.get('commandResult')

    return run


@pytest.fixture
def utility(rest):
    def run(name, arguments):
        answer = rest.ok(
            'POST',
            'util/' + name,
            {'command': 'run', 'utilCmdArgs': arguments},
        )
        return answer.get('commandResult')

    return run


@pytest.fixture
def upload(rest):
    def put(name, content):
        rest.ok(
            'POST',
            '/mgmt/shared/file-transfer/uploads/' + name,
            data=content.encode(),
            headers={
                'Content-Range': '0-{}/{}'.format(
                    len(content) - 1, len(content)
                ),
                'Content-Type': 'application/octet-stream',
            },
        )

    return put


def test_what_clients_ask_a_device(bash, bigip):
    # Clients take whatever it prints for a device that still provisions.
    assert (
        bash("ps aux | grep '[m]prov' | grep -v /usr/libexec/qemu-kvm") is None
    )
    assert '/usr/bin/mcpd' in bash('ps aux')
    up, idle = map(float, bash('cat /proc/uptime').split())
    assert 0 < up < time.monotonic() and idle
    assert 'Version: 17.1.1\n' in bash('cat /VERSION')
    assert 'load average' in bash('uptime')
    assert bash('/usr/bin/last reboot | head -1').startswith('reboot ')
    assert bash('runlevel') == 'N 3\n'
    assert bash('bigstart restart asm') is None


@pytest.mark.parametrize(
    'line, said',
    [
        ('hello', '/bin/bash: hello: command not found\n'),
        (
            '/usr/local/x',
            '/bin/bash: /usr/local/x: No such file or directory\n',
        ),
        ('cat /no', 'cat: /no: No such file or directory\n'),
        ('cat /config', 'cat: /config: Is a directory\n'),
        ('cat /no 2> /dev/null', None),
        ('cat /no 2>&1 | wc -l', '0\n'),
        ('echo a; echo b', 'a\nb\n'),
        ('true && echo a || echo b', 'a\n'),
        ('cat /no 2>/dev/null && echo a || echo b', 'b\n'),
        ('echo -n a > /tmp/x; echo b >> /tmp/x; cat /tmp/x', 'ab\n'),
        ('touch /tmp/y && ls /tmp', 'y\n'),
        ('touch /tmp/y; cp /tmp/y /tmp/z; rm /tmp/y; ls /tmp', 'z\n'),
        ('ls -9', "ls: invalid option -- '9'\n"),
        ('mv /tmp/a', "mv: missing destination file operand after '/tmp/a'\n"),
        ('chown root:root /no;', "cannot access '/no': No such file"),
        ('tail -n 1 /VERSION | grep -c Build', '1\n'),
        ('ps aux | grep sshd | grep -v sshd', None),
    ],
)
def test_a_line(bash, line, said):
    found = bash(line)
    assert found == said or (found and said in found)


def test_how_bash_is_called(rest):
    for arguments, said in [
        # The rest are the positional parameters.
        ('-c echo hello', '\n'),
        ('-9 hello', '/bin/bash: -9: invalid option\n'),
        ('', None),
    ]:
        body = {'command': 'run', 'utilCmdArgs': arguments}
        answer = rest.ok('POST', 'util/bash', body)
        assert answer.get('commandResult') == said


def test_utilities_complain_with_their_path(utility, upload):
    upload('x', 'content')
    assert utility('unix-ls', DOWNLOADS + 'x') == DOWNLOADS + 'x\n'
    assert utility('unix-ls', DOWNLOADS) == 'x\n'
    assert utility('unix-ls', '/configs/x') == (
        '/bin/ls: cannot access /configs/x: No such file or directory\n'
    )
    assert utility('unix-mv', DOWNLOADS + 'x').startswith(
        '/bin/mv: missing destination file operand after '
    )
    assert utility('unix-mv', '/no /tmp/no') == (
        "/bin/mv: cannot stat '/no': No such file or directory\n"
    )
    assert utility('unix-mv', DOWNLOADS + 'x /tmp') is None
    assert utility('unix-ls', '/tmp/x') == '/tmp/x\n'
    assert utility('unix-rm', '/tmp/x') is None
    assert utility('unix-rm', 'x') == (
        "/bin/rm: cannot remove 'x': No such file or directory\n"
    )
    assert utility('unix-rm', '-r /tmp') is None


@pytest.mark.parametrize('name', ['unix-ls', 'unix-mv', 'unix-rm'])
def test_options_that_a_utility_does_not_support(rest, release, name):
    body = {'command': 'run', 'utilCmdArgs': '-9'}
    status, message = rest.refused('POST', 'util/' + name, body)
    assert (status, name + ' does not support' in message) == (400, True)
    _, old = release('11.6.0')
    said = old.ok('POST', 'util/' + name, body)['commandResult']
    assert 'invalid option -- ' in said


def test_tmsh_changes_the_configuration(bash, rest):
    assert bash('tmsh create ltm pool web { monitor http }') is None
    assert bash("tmsh modify ltm pool web description 'a b'") is None
    pool = rest.ok('GET', 'ltm/pool/~Common~web')
    assert (pool['description'], pool['monitor']) == ('a b', '/Common/http')
    assert 'appService' not in pool
    assert bash('tmsh list ltm pool web monitor') == (
        'ltm pool web {\n    monitor /Common/http\n}\n'
    )
    assert 'monitor /Common/http' in bash(
        "tmsh -c 'cd /Common; list ltm pool web' | grep monitor"
    )
    assert bash('tmsh create ltm pool web') == (
        '01020066:3: The requested Pool (/Common/web) already exists in '
        'partition Common.\n'
    )
    assert bash('tmsh modify ltm pool web nonsense 1') == (
        'Syntax Error: "nonsense" unexpected argument\n'
    )
    assert bash('tmsh delete ltm pool web && echo gone') == 'gone\n'
    assert bash('tmsh list ltm pool web') == (
        '01020036:3: The requested Pool (/Common/web) was not found.\n'
    )


def test_tmsh_runs_commands(bash, rest):
    assert 'running' in bash('tmsh show sys mcp-state | grep running')
    assert 'Failover active' in bash('tmsh show sys failover')
    bash('tmsh run sys failover offline')
    said = rest.ok('GET', 'sys/failover')['apiRawValues']['apiAnonymous']
    assert said.startswith('Failover forced_offline ')
    bash('tmsh create ltm pool web')
    assert 'Saving' in bash('tmsh save sys config')
    bash('tmsh delete ltm pool web; tmsh load sys config')
    rest.ok('GET', 'ltm/pool/~Common~web')
    bash('tmsh mv cm device bigip1 other')
    rest.ok('GET', 'cm/device/~Common~other')
    assert bash('tmsh nonsense') == (
        'Syntax Error: "nonsense" unexpected argument\n'
    )


TEMPLATE = """#TMSH-VERSION: 17.1.1

cli script /Common/lib {
proc say { } {
    puts "don't {}"
}
}
sys application template /Common/mine {
    actions {
        definition {
            html-help { }
            implementation {
                # It's a script: "quotes and {braces}.
                tmsh::create ltm pool made
            }
            presentation { }
            role-acl none
            run-as none
        }
    }
    description none
    ignore-verification false
    requires-modules { ltm }
}
"""


def test_tmsh_loads_a_template(bash, upload, rest):
    upload('mine.tmpl', TEMPLATE)
    load = 'tmsh load sys application template ' + DOWNLOADS + 'mine.tmpl'
    for _ in range(2):
        assert bash(load) is None
    where = 'sys/application/template/~Common~mine'
    assert bash('tmsh generate sys application template mine checksum') is None
    assert rest.ok('GET', where)['tmplChecksum']
    actions = rest.ok('GET', where + '/actions')['items']
    assert [one['name'] for one in actions] == ['definition']
    assert "It's a script" in actions[0]['implementation']
    rest.ok(
        'POST',
        'sys/application/service',
        {'name': 'app', 'template': '/Common/mine'},
    )
    rest.ok('GET', 'ltm/pool/~Common~app.app~made')


def test_tmsh_merges_a_file(bash, upload, rest):
    upload('more', 'ltm pool web { description one }\nltm node n { address')
    merge = 'tmsh load sys config file ' + DOWNLOADS + 'more merge'
    assert 'braces are not balanced' in bash(merge)
    assert rest('GET', 'ltm/pool/~Common~web').status_code == 404
    upload(
        'more',
        'ltm pool web { description one }\nltm node n { address 10.0.0.1 }\n'
        'sys global-settings { gui-setup disabled }\n',
    )
    bash(merge + ' verify')
    assert rest('GET', 'ltm/pool/~Common~web').status_code == 404
    bash(merge)
    assert rest.ok('GET', 'ltm/pool/~Common~web')['description'] == 'one'
    assert rest.ok('GET', 'ltm/node/~Common~n')['address'] == '10.0.0.1'
    assert rest.ok('GET', 'sys/global-settings')['guiSetup'] == 'disabled'
