# SPDX-License-Identifier: Apache-2.0

"""What the judge of iRules takes and refuses, and what it is told."""

import pathlib
import re

import hypothesis
import pytest
from hypothesis import strategies as st

from f5_heat.tcl import expansions
from f5_heat.tcl import irules
from f5_heat.tcl import reader
from f5_heat.tenancy import irule


def ignored(word):
    pass


LITERAL = {
    'when HTTP_REQUEST { pool web }': [],
    'when HTTP_REQUEST { if { [HTTP::uri] starts_with "/x/y" } '
    '{ pool /P/a } else { pool /P/b member $m 80 } }': ['/P/a', '/P/b'],
    'when A { set x [pool /P/a]; log local0. "$x [HTTP::host]" }': ['/P/a'],
    'when A { switch -glob [HTTP::uri] { "/a*" { pool /P/a } "/b" - default '
    '{ snatpool /P/b } } }': ['/P/a', '/P/b'],
    'when A { if { [class match [HTTP::uri] starts_with /P/dg] } { drop } }': [
        '/P/dg'
    ],
    'when A { foreach a [split $x] { node 10.0.0.1 80 } }': [],
    'when A { catch { persist source_addr; virtual "/P/v" } }': ['/P/v'],
    '# pool /P/x\nwhen A {\n # pool /P/y \\\n pool /P/z\n}': [],
    '{pool} {/P/a}': ['/P/a'],
    # In a list there are no comments.
    'when A { switch $x { # {pool /P/a} default { drop } } }': ['/P/a'],
    'when A { HTTP::respond 200 content [ifile get /P/f] }': ['/P/f'],
}


@pytest.mark.parametrize('text', LITERAL)
def test_what_an_irule_names(text):
    named = []
    irule.check(text, named.append, lambda word: None)
    assert named == LITERAL[text]


@pytest.mark.parametrize(
    'text',
    [
        'when A { pool $x }',
        'when A { pool /P/[a] }',
        'when A { [b] /P/a }',
        'when A { eval {pool /P/a} }',
        'when A { $c /P/a }',
        'when A "pool /P/a"',
        'when A { if $x { drop } }',
        'when A { ::pool a }',
        'when A { if {1} "pool /P/a" }',
        'when A { expr $x + 1 }',
        'when A { catch $x }',
        'when A { p\\x6fol /P/a }',
        'when A { after 1 { pool /P/a } }',
        'when A { uplevel #0 $x }',
        'when A { table set a b }',
        'when A { set static::a 1 }',
        'when A { set ::a 1 }',
        'when A { set $x 1 }',
        'when A { unset a $b }',
        'when A { regexp a b $c }',
        'when A { persist uie {a any virtual} }',
        'when A { class names $c }',
        'when A { class change /P/a }',
        'when A { pool member $p }',
        'when A { class search $c equals x }',
        'when A { LB::down node 10.0.0.1 }',
        'when A { switch $x $y }',
        'when A { switch $x {a {b}} }',
        'when A { {*}{pool /P/a} }',
        'when A { pool /P/a',
        'when A { "a }',
        'when A { set a(;pool $x) b }',
        'when A { proc p {} "pool /P/a" }',
        'when A { call $p }',
        'when A { for {set i 0} $i {incr i} {drop} }',
    ],
)
def test_an_irule_that_tells_too_little(text):
    with pytest.raises(reader.UnclearScript):
        irule.check(text, ignored, ignored)


@hypothesis.settings(deadline=None, max_examples=300)
@hypothesis.given(
    st.lists(
        st.sampled_from(
            [
                'when A ',
                '{',
                '}',
                '[',
                ']',
                '"',
                'pool',
                ' ',
                '\n',
                ';',
                '#',
                '\\',
                '$x',
                '/Other/p',
                'set x ',
                'if ',
                'switch $x ',
                '-',
                'eval',
                'catch ',
                'else',
                '(',
                ')',
                '*',
            ]
        ),
        max_size=14,
    ).map(''.join)
)
def test_any_irule_is_read_to_its_end(text):
    """What is read is read as a whole, and no text breaks the reader."""
    try:
        irule.check(text, ignored, ignored)
    except reader.UnclearScript:
        pass


#: Texts with a command that a looser reader misses, each of which Tcl runs.
ATTACKS = {
    'option that is computed': 'switch [list --] log {log {pool /P/a}}',
    'index with a blank': 'set b $a( "x) ; table set a b ; set c x"',
    'blank of Python': 'switch $x {a\xa0{pool $p} b {drop}}',
    'separator of Python': 'switch $x {a\x1f{pool $p} b {drop}}',
    'word like an option': 'regexp -- {-?.*} {P} [join {sta tic::x} {}]',
    'word like an option of regsub': 'regsub -- {-?.*} {P} -x static::x',
    'word like an option of scan': 'scan -1 %d static::x',
    'word like an option of binary': 'binary scan -1 a* static::x',
    'option of string': 'string is digit -failindex static::x a',
    'options of string that are short': 'string is digit -fail static::x a',
    'colons': 'SSL:::profile /P/a',
    'colons of a class': 'HTTP:::class /P/a',
    'variable of all': 'log local0. $::x',
    'variable of all in braces': 'log local0. ${::x}',
    'variable of all in an expression': 'if {$static::x} {drop}',
    'files of all': 'ifile listall',
    'carriage return': 'log a\rpool /P/a',
    'carriage return behind a backslash': '# a \\\r\npool /P/a',
    'command that is sorted by': 'lsort -command {pool /P/a} {a b}',
    'context that is a variable': 'CRYPTO::encrypt -ctx static::x a',
    'host that is logged to': 'log 10.0.0.1%7 local0. a',
    'connection elsewhere': 'HTTP::proxy dest 10.0.0.1 80',
}


@pytest.mark.parametrize('name', ATTACKS)
def test_an_attack(name):
    with pytest.raises(reader.UnclearScript):
        irule.check('when A {\n%s\n}' % ATTACKS[name], ignored, ignored)


def test_an_expression_is_read_with_its_braces():
    named = []
    text = 'if { {[#} ne [pool /P/a] || {\nlog ]} ne {} } {}'
    irule.check(text, named.append, ignored)
    assert named == ['/P/a']


#: Where Tcl 8.4 and 8.6 differ.
DISPUTED = {
    'expansion': 'list {*}$x',
    'expansion of a list': 'list {*}{a b}',
    'hexadecimal escape': 'log "\\x0a0"',
    'escape of eight digits': 'log "\\U0000005b"',
    'octal escape': 'log "\\400"',
    'letter of a name': 'log "$x\u0161(a)"',
    'array without a name': 'log $(a)',
    'in': 'if {$x in {a b}} {drop}',
    'ni': 'if {$x ni {a b}} {drop}',
    'power': 'log [expr {2 ** 3}]',
    'comment in an expression': 'if {1 # a\n} {drop}',
    'function': 'log [expr {max(1, 2)}]',
    'infinity': 'log [expr {inf}]',
    'option of switch': 'switch -nocase -- $x {a {drop}}',
    'options of catch': 'catch {drop} result options',
    'reverse': 'string reverse abc',
    'lassign': 'lassign $x a b',
    'dict': 'dict set a b c',
    'try': 'try {drop} finally {drop}',
    'apply': 'apply {{} {drop}}',
    'lrepeat': 'lrepeat 3 a',
    'lreverse': 'lreverse $x',
    'lmap': 'lmap x {a b} {list $x}',
    'tailcall': 'tailcall pool a',
    'encode': 'binary encode hex a',
}


@pytest.mark.parametrize('name', DISPUTED)
def test_what_two_versions_of_tcl_do_not_read_alike(name):
    with pytest.raises(reader.UnclearScript):
        irule.check(DISPUTED[name], ignored, ignored)


#: iRules as people write them, with all that each names.
ORDINARY = {
    'redirect to https': (
        'when HTTP_REQUEST {\n'
        '    HTTP::redirect "https://[getfield [HTTP::host] ":" 1]'
        '[HTTP::uri]"\n'
        '}\n',
        [],
    ),
    'pool by path': (
        'when HTTP_REQUEST {\n'
        '  switch -glob [string tolower [HTTP::path]] {\n'
        '    "/api/*" -\n'
        '    "/v[0-9]/*" {\n      pool /P/api\n    }\n'
        '    "*.css" { pool static_pool }\n'
        '    default {\n      pool /P/web\n    }\n'
        '  }\n'
        '}',
        ['/P/api', 'static_pool', '/P/web'],
    ),
    'pool by host': (
        'when HTTP_REQUEST {\n'
        '  # Which site is it?\n'
        '  if { ([HTTP::host] equals "www.example.com") or '
        '([HTTP::host] ends_with ".example.org") } {\n'
        '    pool /P/www\n'
        '  } elseif { [HTTP::host] contains "shop" and not '
        '([HTTP::uri] starts_with "/admin") } {\n'
        '    pool /P/shop\n'
        '  } else {\n'
        '    reject\n'
        '  }\n'
        '}',
        ['/P/www', '/P/shop'],
    ),
    'data group': (
        'when CLIENT_ACCEPTED {\n'
        '  if { ![class match [IP::client_addr] equals /P/allowed] } {\n'
        '    log local0.warn "Refused [IP::client_addr]:[TCP::client_port]"\n'
        '    reject\n    return\n'
        '  }\n'
        '}',
        ['/P/allowed'],
    ),
    'redirects in a data group': (
        'when HTTP_REQUEST {\n'
        '  set target [class match -value -- [HTTP::path] equals /P/moved]\n'
        '  if { $target ne "" } {\n'
        '    HTTP::respond 301 Location $target Connection close\n'
        '  }\n'
        '}',
        ['/P/moved'],
    ),
    'headers': (
        'when HTTP_REQUEST {\n'
        '  HTTP::header remove X-Forwarded-For\n'
        '  HTTP::header insert X-Forwarded-For [IP::remote_addr]\n'
        '  HTTP::header replace Host "[HTTP::host]"\n'
        '  if {[HTTP::header exists "X-Debug"]} {\n'
        '    HTTP::header remove "X-Debug"\n  }\n'
        '}\n'
        'when HTTP_RESPONSE {\n'
        '  HTTP::header remove Server\n'
        '  HTTP::header insert Strict-Transport-Security '
        '"max-age=31536000; includeSubDomains"\n'
        '  foreach name [HTTP::cookie names] {\n'
        '    HTTP::cookie secure $name enable\n'
        '    HTTP::cookie httponly $name enable\n  }\n'
        '}',
        [],
    ),
    'maintenance page': (
        'when HTTP_REQUEST {\n'
        '  if { [active_members /P/web] < 1 } {\n'
        '    HTTP::respond 503 content {\n'
        '<html><head><title>Sorry; {we} are "closed"</title></head>\n'
        '<body>Wir sind gleich zur\u00fcck: $5 [sic]</body></html>\n'
        '    } Content-Type "text/html; charset=utf-8" Retry-After 60\n'
        '  }\n'
        '}',
        ['/P/web'],
    ),
    'page in an iFile': (
        'when LB_FAILED {\n'
        '  HTTP::respond 200 content [ifile get /P/sorry.html]\n'
        '}',
        ['/P/sorry.html'],
    ),
    'persistence by a cookie': (
        'when HTTP_REQUEST {\n'
        '  if { [HTTP::cookie exists "JSESSIONID"] } {\n'
        '    persist uie [HTTP::cookie "JSESSIONID"] 3600\n'
        '  } else { persist none }\n'
        '}\n'
        'when HTTP_RESPONSE {\n'
        '  persist cookie insert web 0\n'
        '}',
        [],
    ),
    'procedure of a library': (
        'when HTTP_REQUEST {\n'
        '  set id [call /P/library::request_id $host]\n'
        '  call lib::log_it $id\n'
        '  call local_one $id "x"\n'
        '}\n'
        'proc local_one { id {level info} args } {\n'
        '  log local0.debug "$id: $level [join $args { }]"\n'
        '  return [expr {$id + 1}]\n'
        '}',
        ['/P/library', 'lib'],
    ),
    'client certificate': (
        'when CLIENTSSL_CLIENTCERT {\n'
        '  if { [SSL::cert count] > 0 } {\n'
        '    set subject [X509::subject [SSL::cert 0]]\n'
        '    set cn [findstr $subject "CN=" 3 ","]\n'
        '  }\n'
        '}\n'
        'when HTTP_REQUEST {\n'
        '  if { [info exists cn] } { HTTP::header insert X-CN $cn }\n'
        '}',
        [],
    ),
    'rewriting': (
        'when HTTP_REQUEST {\n'
        '  if { [regexp {^/old/([a-z]+)/(\\d+)$} [HTTP::path] all name id] }'
        ' {\n'
        '    HTTP::uri "/new/${name}?id=$id"\n'
        '  }\n'
        '  regsub -all -nocase {//+} [HTTP::uri] "/" uri\n'
        '  set parts [split $uri "/"]\n'
        '  HTTP::path "/[lindex $parts 1]"\n'
        '}\n'
        'when HTTP_RESPONSE {\n'
        '  STREAM::disable\n'
        '  if { [HTTP::header value Content-Type] starts_with "text" } {\n'
        '    STREAM::expression {@http://@https://@}\n'
        '    STREAM::enable\n'
        '  }\n'
        '}',
        [],
    ),
    'payload': (
        'when CLIENT_ACCEPTED { TCP::collect 12 }\n'
        'when CLIENT_DATA {\n'
        '  binary scan [TCP::payload] H2Sa* first length rest\n'
        '  if { $first eq "16" && ($length & 0xff00) == 0 } {\n'
        '    pool /P/tls\n'
        '  } else {\n'
        '    TCP::respond "\\x15\\x03\\x01\\r\\n"\n'
        '    TCP::close\n'
        '  }\n'
        '  TCP::release\n'
        '}',
        ['/P/tls'],
    ),
    'retries': (
        'when CLIENT_ACCEPTED { set retries 0 }\n'
        'when HTTP_REQUEST { set request [HTTP::request] }\n'
        'when LB_FAILED {\n'
        '  incr retries\n'
        '  if { $retries <= [members -list /P/web] } {\n'
        '    LB::reselect pool /P/web\n'
        '  } elseif {$retries == 3} {\n'
        '    LB::detach ; HTTP::retry $request\n'
        '  }\n'
        '}',
        ['/P/web', '/P/web'],
    ),
    'source addresses': (
        'when CLIENT_ACCEPTED {\n'
        '  if { [IP::addr [IP::client_addr] equals 10.0.0.0/8] } {\n'
        '    snatpool /P/inside\n'
        '  } else {\n    snat automap\n  }\n'
        '  node 10.1.2.3 8080\n'
        '}',
        ['/P/inside', 'automap', '10.1.2.3'],
    ),
    'TLS by name': (
        'when CLIENTSSL_HANDSHAKE { log local0. [SSL::cipher version] }\n'
        'when SERVER_CONNECTED {\n'
        '  if { [catch { SSL::profile /P/backend } error] } {\n'
        '    log local0.error "no profile: $error"\n'
        '  }\n'
        '}',
        ['/P/backend'],
    ),
    'traffic of a virtual server': (
        'when HTTP_REQUEST {\n'
        '  log local0. "[virtual name] took [HTTP::method]"\n'
        '  if {[HTTP::uri] matches_glob {/x/*.[ch]}} { virtual /P/other }\n'
        '}',
        ['/P/other'],
    ),
    'log of a pool': (
        'when CLIENT_ACCEPTED {\n'
        '  set hsl [HSL::open -proto UDP -pool /P/syslog]\n'
        '}',
        ['/P/syslog'],
    ),
    'lines that go on': (
        'when HTTP_REQUEST priority 100 {\n'
        '  if { [HTTP::uri] eq "/" \\\n'
        '       || [HTTP::uri] eq "/index.html" } {\n'
        '    HTTP::respond 200 \\\n'
        '        content "ok" \\\n'
        '        noserver\n'
        '  }\n'
        '}',
        [],
    ),
    'lines of Windows': (
        'when HTTP_REQUEST {\r\n  pool /P/web\r\n  # all\r\n}\r\n',
        ['/P/web'],
    ),
    'arrays and loops': (
        'when CLIENT_ACCEPTED {\n'
        '  array set seen {a 1 b 2}\n'
        '  set seen([IP::client_addr]) [clock seconds]\n'
        '  for {set i 0} {$i < 5} {incr i} { lappend all $i }\n'
        '  while {[llength $all] > 2} { set all [lrange $all 1 end] }\n'
        '  foreach {key value} [array get seen] {\n'
        '    append text "$key=$seen($key);"\n'
        '  }\n'
        '  set last [expr {[info exists seen(a)] ? $seen(a) : -1}]\n'
        '  unset -nocomplain seen\n'
        '}',
        [],
    ),
    'sides': (
        'when SERVER_CONNECTED {\n'
        '  set port [clientside {TCP::local_port}]\n'
        '  log local0. "[serverside { IP::remote_addr }] $port"\n'
        '  event disable all\n'
        '}',
        [],
    ),
}


@pytest.mark.parametrize('name', ORDINARY)
def test_an_ordinary_irule(name):
    text, expected = ORDINARY[name]
    named = []
    irule.check(text, named.append, named.append)
    assert named == expected
    assert [name.text for name in irules.mentioned(text)] == expected


READING = {
    'X-Client: [IP::client_addr]': [],
    'https://[HTTP::host][HTTP::uri]': [],
    'X-Host: "[string tolower [HTTP::host]]"': [],
    'X: [b64encode "[IP::client_addr]:[TCP::client_port]"]': [],
    'X: [HTTP::header User-Agent] [HTTP::cookie value "a b"]': [],
    'X-CN: [X509::subject [SSL::cert 0]] [SSL::cipher version]': [],
    'X: [class match -value -- [HTTP::host] equals /P/dg]': ['/P/dg'],
    'X: [string map {a b} [HTTP::path]]': [],
    'Preis: 5 \u20ac, 100 $ {a} \\ b]': [],
    'a realm': [],
}


@pytest.mark.parametrize('text', READING)
def test_a_text_that_reads(text):
    named = []
    irule.check_expansions(text, named.append, named.append)
    assert named == READING[text]


@pytest.mark.parametrize(
    'text',
    [
        '[while 1 {}]',
        '[if 1 {}]',
        '[for {} 1 {} {}]',
        '[foreach x a {}]',
        '[catch {}]',
        '[expr {1}]',
        '[set x 1]',
        '[set x]',
        '[incr x]',
        '[log local0. a]',
        '[proc a {} {}]',
        '[call a]',
        '[pool /P/a]',
        '[node 10.0.0.1]',
        '[virtual /P/a]',
        '[drop]',
        '[TCP::close]',
        '[HTTP::uri /x]',
        '[HTTP::host [HTTP::path]]',
        '[HTTP::header insert a b]',
        '[HTTP::header remove a]',
        '[HTTP::header sanitize]',
        '[HTTP::header SANITIZE]',
        '[HTTP::header [HTTP::host]]',
        '[HTTP::cookie encrypt a]',
        '[IP::tos 5]',
        '[SSL::cert mode require]',
        '[SSL::verify_result 0]',
        '[URI::foo a]',
        '[string is digit -failindex x a]',
        '[clock scan x]',
        '[regexp a b c]',
        '[HTTP::host; drop]',
        '[HTTP::host\ndrop]',
        '[# ]\ndrop]',
        '[string tolower {[drop]}]',
        '[list {}}]',
        '\\[drop]',
        '\\x5b[HTTP::host]',
        '[HTTP::host',
        '$::x',
        '$static::x',
        '${x}',
        '$x [HTTP::host]',
        '[HTTP::host\xa0]',
        '[HTTP::host\r]',
    ],
)
def test_a_text_that_does_more(text):
    with pytest.raises(reader.UnclearScript):
        irule.check_expansions(text, ignored, ignored)


@pytest.mark.parametrize(
    'text',
    [
        '[' * 100000,
        '[' * 5000 + ']' * 5000,
        'log ' + '[log ' * 5000 + ']' * 5000,
        'log ' + '$a(' * 5000 + ')' * 5000,
        '{' * 100000,
        'if {1} {' * 5000 + '}' * 5000,
        'log "' + '[log "' * 5000,
        'expr {' + '[expr {' * 5000 + '1' + '}]' * 5000 + '}',
        'log a\n' * 100000,
    ],
    ids=lambda text: text[:12],
)
def test_depth_and_size_are_bounded(text):
    for check in (irule.check, irule.check_expansions):
        with pytest.raises(reader.UnclearScript):
            check('[%s' % text, ignored, ignored)
    with pytest.raises(reader.UnclearScript):
        irule.check(text, ignored, ignored)
    # Where nothing is judged, nothing breaks.
    irules.mentioned(text)


def test_what_is_deep_enough_is_read():
    named = []
    text = 'if {1} {' * 100 + 'pool [log [log /P/a]]; pool /P/b' + '}' * 100
    with pytest.raises(reader.UnclearScript):
        irule.check(text, named.append, ignored)
    text = text.replace('pool [log [log /P/a]]; ', 'log [log [pool /P/a]]; ')
    irule.check(text, named.append, ignored)
    assert named == ['/P/a', '/P/b']


@pytest.mark.parametrize(
    'text, expected',
    [
        ('pool $x; pool /P/a', ['/P/a']),
        ('set static::x 1; pool /P/a', ['/P/a']),
        ('if $x {pool /P/a} else {pool /P/b}', ['/P/a', '/P/b']),
        ('if {$static::x in {a}} {pool /P/a}', ['/P/a']),
        ('after 100 { pool /P/a }', ['/P/a']),
        ('foo {a} {pool /P/a}', ['/P/a']),
        ('pool /P/a; set x "a', ['/P/a']),
        ('if {1} {pool /P/a; log "}; pool /P/b', ['/P/a', '/P/b']),
        ('switch $x $y; pool /P/a', ['/P/a']),
        ('switch $x {a b {c}}; pool /P/a', ['/P/a']),
        ('log local0. "\\xabcd \u00fc"; pool /P/a', ['/P/a']),
        ('pool \u00fc; pool /P/a', ['/P/a']),
        ('table set a [pool /P/a]', ['/P/a']),
        ('# pool /P/b', []),
        ('log {pool /P/b}', []),
        ('log "pool /P/b"', []),
        ('{', []),
        ('', []),
    ],
)
def test_what_is_mentioned_is_seen_as_far_as_it_can_be_read(text, expected):
    assert [name.text for name in irules.mentioned(text)] == expected


DOCUMENT = pathlib.Path(__file__).parents[2] / 'doc/source/irules.rst'


def test_the_documentation_lists_all_commands():
    _, *tables = DOCUMENT.read_text().split('.. list-table::')
    assert [
        set(re.findall('``(.+?)``', table.split('\n\n')[1]))
        for table in tables
    ] == [set(irules.COMMANDS), set(expansions.COMMANDS)]
