# SPDX-License-Identifier: Apache-2.0

"""Texts of Tcl by rule: each rule of its grammar in each place for a command.

Tcl(n) tells the rules. A fragment follows a rule where a reader may go wrong,
and then miss or find a command that names an object, or that reaches a
variable of others. A place is where Tcl runs a script, or keeps it as data.
"""

HIDDEN = 'pool /Other/p'

#: What a careless reader takes for a blank, or for the end of a command.
SEPARATORS = (
    ' ',
    '\t',
    '\n',
    ';',
    ' ; ',
    '\n\n',
    '\r',
    '\r\n',
    '\x0b',
    '\x0c',
    '\x00',
    '\x1c',
    '\x1f',
    '\x85',
    '\xa0',
    '\u2003',
    '\u2028',
    '\u3000',
    '\ufeff',
    '\\\n',
    '\\\n  ',
    '\\\\\n',
    '\\\\\\\n',
    '\\\r\n',
    '\\\\\r\n',
    '\\;',
    '\\ ',
    '\\\\ ',
    '"',
    '{',
    '}',
    '}{',
    '{}',
    '{*}',
    '#',
    ';#',
    '\n#',
    ' #',
    '$',
    '[',
    ']',
)
#: What may hide a command within something that is one word, or is none.
AROUND = (
    '%s',
    '[%s]',
    '\\[%s]',
    '\\\\[%s]',
    '\\\\\\[%s]',
    '[%s',
    '%s]',
    '[log ]; %s]',
    '[log "]" ; %s]',
    '[log {]}; %s]',
    '[log \\]; %s]',
    '[log a;%s;log b]',
    '[log a\n%s]',
    '[# ]\n%s]',
    '[# %s]',
    '[log # ; %s]',
    '[[%s]]',
    '[log [log [%s]]]',
    '"; %s; log "',
    '"\n%s\nlog "',
    '\\"; %s; log "',
    '" ; %s; log "',
    '"]; %s; log "',
    '}; %s; log {',
    '\\}; %s; log {',
    '{; %s; log }',
    '\\{; %s; log }',
    '{"; %s; log "}',
    ') ; %s ; log (',
    '"x) ; %s ; log x"',
    '$b([%s])',
    '$b(%s)',
    '$b(x) ; %s ; log (',
    '${b}[%s]',
    '${b[%s]}',
    '${b ; %s ; log x}',
    '${b\\}[%s]',
    '${b(}[%s]',
    '$ [%s]',
    '$[%s]',
    '$b::c[%s]',
    '$b:[%s]',
    '$b\xe9([%s])',
    '$([%s])',
    '$x[%s]$x',
    '\\x5b%s\\x5d',
    '\\x5b0%s]',
    '\\133%s\\135',
    '\\u005b%s]',
    '\\U0000005b%s]',
)


def _around(text):
    return [one.replace('%s', text) for one in AROUND]


def words():
    """Words, quotes, braces, brackets and variables."""
    for separator in SEPARATORS:
        yield 'log a%s%s' % (separator, HIDDEN)
        yield 'pool%s/Other/p' % separator
        yield 'log "a"%s%s' % (separator, HIDDEN)
        yield 'log {a}%s%s' % (separator, HIDDEN)
        yield 'log $x%s%s' % (separator, HIDDEN)
        yield 'log [log a]%s%s' % (separator, HIDDEN)
        yield '# a%s%s' % (separator, HIDDEN)
        yield '%s# a\n%s' % (separator, HIDDEN)
        yield 'log a; %s%s' % (separator, HIDDEN)
    for text in _around(HIDDEN):
        yield 'log ' + text
        yield 'log a' + text
        yield 'log "%s"' % text
        yield 'log {%s}' % text
        yield 'log $a(%s)' % text
        yield 'log $a( %s)' % text
        yield 'log "$a(%s)"' % text
        yield 'log ${a(%s)}' % text
        yield 'set a(%s) 1' % text
        yield '# %s\nlog b' % text
        yield 'log [log %s]' % text


#: Expressions with a command.
EXPRESSIONS = (
    '"%s" eq {}',
    '{%s} eq {}',
    '$a(%s) eq {}',
    '1 || {%s}',
    '1 ? [%s] : 2',
    '0 ? [%s] : 2',
    'abs([%s])',
    'foo([%s])',
    '[%s]+[%s]',
    '1 # [%s]\n',
    '1 in [%s]',
    '1 ** [%s]',
    '1==[%s]',
    '1eq[%s]',
    '1 eq [%s]',
    '![%s]',
    '-[%s]',
    '([%s])',
    'true&&[%s]',
    'x[%s]',
    '1,[%s]',
    '1\xa0+[%s]',
    '1\\\n+[%s]',
    '{[#} ne [%s] || {\nlog ]} ne {}',
    '"[#" ne [%s] || "\nlog ]" ne {}',
    '{"} ne [%s] || {"} ne {}',
    '"{" ne [%s] || "}" ne {}',
    '{\\}} ne [%s] || {x} ne {}',
    '"\\"" ne [%s] || "x" ne {}',
    '[log ]] ne [%s]',
    '[log "]"] ne [%s]',
    '$x ne [%s]',
    '$x$x ne [%s]',
    '$ ne [%s]',
    '$a( ) ne [%s] || $a( )',
)


def expressions():
    """What is substituted in an expression, by Tcl and by the expression."""
    inner = [
        *_around(HIDDEN),
        *(form.replace('%s', HIDDEN) for form in EXPRESSIONS),
    ]
    for text in inner:
        yield 'if {%s} {log a}' % text
        yield 'expr {%s}' % text
        yield 'expr "%s"' % text
        yield 'expr %s' % text
        yield 'log [expr {%s}]' % text
        yield 'while {%s} {break}' % text
        yield 'for {log a} {%s} {log b} {break}' % text
        yield 'if {0} {log a} elseif {%s} {log b}' % text
    for text in ('$e', '"$e"', '{$e}', '[set e]', '1+$e', '{"$e"}'):
        yield 'if %s {log a}' % text
        yield 'expr %s' % text
        yield 'while %s {break}' % text
        yield 'for {} %s {} {break}' % text


def lists():
    """The branches of a switch, which are a list, and its options."""
    for branches in (
        'x {%s}',
        'y - x {%s}',
        'x - y {%s}',
        'y {log a} default {%s}',
        '"x" "%s"',
        'x "%s"',
        'x [%s]',
        'x $c',
        '{x} {%s}',
        '{x}{%s}',
        'x{%s}',
        '\\x {%s}',
        '\\x78 {%s}',
        '"\\x" {%s}',
        '"x"{%s}',
        '# {%s} x {log a}',
        '# x\n x {%s}',
        'x # {%s}',
        '[ {%s} x {log a}',
        'x {log "}; %s"}',
        'x {log \\}; %s}',
        'x {log {]}; %s}',
        '$x {%s} default {log a}',
        '; {%s} default {%s}',
        '"y z" {log a} x {%s}',
        '"y\\" x" {log a} x {%s}',
        *('x%s{%%s}' % one for one in SEPARATORS if '%' not in one),
        *('y {log a}%sx {%%s}' % one for one in SEPARATORS),
    ):
        branches = branches.replace('%s', HIDDEN)
        for head in ('x', '-- x', '-glob -- x', '-exact x', '$x', '$o', '#'):
            yield 'switch %s {%s}' % (head, branches)
        yield 'switch 1 "%s"' % branches
    # Each word but the last is harmless where it is taken for a script.
    for head in (
        'log',
        '-- log',
        '-glob log',
        '-gl log',
        '-nocase log',
        '$o log',
        '-glob $o log',
        '-- $o log',
        '$x',
        '[list --] log',
        '"$o" log',
        '\\x2d- log',
        '{--} log',
        '"--" log',
        '-matchvar ::static::x -regexp -- log',
    ):
        for pairs in (
            'log {%s}',
            'log {log {%s}}',
            'a {log a} log {%s}',
            '{%s} log',
            'log "%s"',
            'log - log {%s}',
        ):
            pairs = pairs.replace('%s', HIDDEN)
            yield 'switch %s %s' % (head, pairs)
            yield 'switch %s {%s}' % (head, pairs)


#: Words that may name a variable of others, and some that cannot.
VARIABLES = (
    'v',
    'a(b)',
    'a($x)',
    'a($n)',
    'a([log x])',
    'a(::static::x)',
    '::static::x',
    'static::x',
    '{::static::x}',
    '"::static::x"',
    ':::static::x',
    '::g',
    '::v',
    '$n',
    '${n}',
    '"$n"',
    '[set n]',
    '::stat\\ic::x',
    '[join {::sta tic::x} {}]',
    '::static::[log x]x',
    '::g(1)',
    'a($x',
    'a($b(c)',
    '-x',
)
AFTER_OPTIONS = 'v', 'a($x)', '::static::x', '$n', '[join {::sta tic::x} {}]'
OPTIONS = (
    '',
    '--',
    '-all',
    '-nocase --',
    '-start 0',
    '-start 0 --',
    '-x',
    '$o',
    '[list --]',
    '-indices --',
    '-all -inline',
    '-?',
)


def variables():
    """Commands that set variables, and the options before those."""
    for name in VARIABLES:
        for command in (
            'set %s',
            'set %s 1',
            'incr %s',
            'append %s b',
            'lappend %s b',
            'lset %s 0 b',
            'unset %s',
            'unset -nocomplain %s',
            'unset -nocomplain -- %s',
            'unset v1 %s',
            'array set %s {a b}',
            'array get %s',
            'array names %s',
            'array unset %s',
            'info exists %s',
            'catch {log a} %s',
            'catch {log a} v %s',
            'foreach %s {1} {log a}',
            'foreach {v %s} {1} {log a}',
            'foreach v {1} %s {2} {log a}',
            'scan /x %%s %s',
            'scan -x %%s %s',
            'scan {a b} {%%s %%s} -v %s',
            'binary scan x a %s',
            'binary scan xy aa -v %s',
            'binary scan -x a* %s',
            'string is integer -failindex %s x',
            'string is integer -strict -failindex %s x',
            'string is integer -fail %s x',
            'string is -failindex %s x',
            'log $%s',
            'log ${%s}',
            'log "$%s"',
            'log $a($%s)',
            'expr {$%s}',
            'if {$%s eq {}} {log a}',
            'global %s',
            'variable %s',
            'upvar 0 %s v',
            'upvar #0 %s v; set v 1',
            'lassign a %s',
            'proc q {%s} {log a}; call q 1',
            'proc q {{%s 1}} {log a}; call q',
            'proc %s {} {log a}',
            'dict set %s a b',
        ):
            yield command.replace('%s', name).replace('%%', '%')
        for option in OPTIONS if name in AFTER_OPTIONS else ():
            for text in ('{-?.*}', '.*', '$o'):
                yield 'regexp %s %s {P} %s' % (option, text, name)
                yield 'regexp %s %s -x v %s' % (option, text, name)
                yield 'regsub %s %s -x -y %s' % (option, text, name)


#: How the name of a command may be written.
SPELLINGS = (
    '%s',
    '{%s}',
    '"%s"',
    '::%s',
    ':::%s',
    '%s::',
    '{::%s}',
    '\\%s',
    '%s\\\n',
    '[list %s]',
    '[join {%s} {}]',
    '$c',
    '${c}',
    '"$c"',
    '{*}%s',
    '{*}{%s}',
    '%s{}',
    '%s""',
    '%s\xa0',
    '%s\x1f',
    '{%s }',
    'x;%s',
)
#: Commands that name something, after /Other where that is a path.
OBJECTS = (
    'pool /Other/p',
    'pool p',
    'pool "/Other/p"',
    'pool {/Other/p}',
    'pool /Other/$x',
    'pool $p',
    'pool "$p"',
    'pool [set p]',
    'pool /Other/\\x70',
    'pool "/Other/p\\n"',
    'pool { /Other/p }',
    'pool /Other/p member 10.0.0.1 80',
    'pool /Other/p member $x $x',
    'pool /Other/p $x 80',
    'pool member $p',
    'pool',
    'node 10.0.0.1 80',
    'node 10.0.0.1%7 80',
    'node $x 80',
    'snat automap',
    'snat 10.0.0.1',
    'snat $x',
    'snatpool /Other/p',
    'snatpool /Other/p member $x',
    'virtual',
    'virtual name',
    'virtual /Other/v',
    'virtual $p',
    'virtual {na me}',
    'class match $x equals /Other/d',
    'class match -- $x equals /Other/d',
    'class match -value -- $x equals /Other/d',
    'class match $x equals $p',
    'class lookup $x /Other/d',
    'class search /Other/d equals $x',
    'class search -value -- /Other/d equals $x',
    'class search -value $p equals x',
    'class element 0 /Other/d',
    'class size /Other/d',
    'class names /Other/d',
    'class names -nocase /Other/d x*',
    'class names -nocase $p',
    'class get /Other/d $x',
    'class startsearch /Other/d',
    'class nextelement -name /Other/d $x',
    'class anymore /Other/d $x',
    'class $x /Other/d',
    'class foo /Other/d',
    'matchclass $x equals /Other/d',
    'findclass $x /Other/d',
    'findclass $x /Other/d " "',
    'ifile get /Other/f',
    'ifile get $p',
    'ifile listall',
    'HSL::open -proto UDP -pool /Other/p',
    'HSL::open -pool /Other/p',
    'HSL::open -publisher /Other/p',
    'HSL::open -pool $p',
    'HSL::open $x /Other/p',
    'HSL::open -proto -pool /Other/p',
    'HSL::open -proto UDP -pool',
    'HSL::send $x /Other/p',
    'SSL::profile /Other/p',
    'SSL::profile $p',
    'SSL:::profile /Other/p',
    'HTTP:::class /Other/p',
    'HTTP::class /Other/p',
    'HTTP::proxy dest /Other/p',
    'call /Other/lib::p',
    'call lib::p a',
    'call ::lib::p a',
    'call /Other/lib',
    'call $p::p',
    'LB::reselect',
    'LB::reselect pool /Other/p',
    'LB::reselect virtual /Other/p',
    'LB::reselect $x /Other/p',
    'LB::reselect pool $p',
    'LB::status pool /Other/p member $x 80',
    'LB::status node 10.0.0.1',
    'LB::down node 10.0.0.1',
    'clone pool /Other/p',
    'clone vlan /Other/p',
    'use pool /Other/p',
    'use rateclass /Other/p',
    'active_members /Other/p',
    'active_members -list /Other/p',
    'active_members $o /Other/p',
    'members /Other/p',
    'nodes -list /Other/p',
    'nodes -list /Other/p /Other/q',
    'persist uie $x',
    'persist uie $x 1 2 3',
    'persist uie {a any pool}',
    'persist add uie {a any pool} /Other/p',
    'persist $x /Other/p',
    'rateclass /Other/p',
    'nexthop /Other/v',
    'table set a b',
    'session add uie a b',
    'RESOLV::lookup @/Other/v -a x',
    'log 10.0.0.1 local0. x',
    'log $x x',
    'sideband /Other/p',
    'connect /Other/p',
    'lsort -command {pool} {/Other/p a}',
    'lsort -comm {pool} {/Other/p a}',
    'lsort $o /Other/p',
    'string range x 0 1',
    'array startsearch a',
    'info commands',
    'info level 0',
    'return -code break',
    'CRYPTO::encrypt -ctx ::static::x -alg a b',
)


def names():
    """Commands that name objects, and how a command may be spelled."""
    yield from OBJECTS
    for spelling in SPELLINGS:
        yield '%s /Other/p' % spelling.replace('%s', 'pool')
        yield '%s /Other/lib::p' % spelling.replace('%s', 'call')
        yield '%s {%s}' % (spelling.replace('%s', 'eval'), HIDDEN)
        yield '%s {1} {%s}' % (spelling.replace('%s', 'if'), HIDDEN)
        yield '%s v 1' % spelling.replace('%s', 'set')


RULES = {
    'words': words,
    'expressions': expressions,
    'lists': lists,
    'variables': variables,
    'names': names,
}

#: Where Tcl runs a script, or does not.
PLACES = (
    '%s',
    'when HTTP_REQUEST {%s}',
    'when HTTP_REQUEST priority 5 {\n  %s\n}',
    'when HTTP_REQUEST "%s"',
    'if {1} {%s}',
    'if 1 {%s}',
    'if 1 then {%s}',
    'if 0 {} {%s}',
    'if 0 {} else {%s}',
    'if {0} then {} elseif {1} then {%s}',
    'if {1} "%s"',
    'if {1} [%s]',
    'if {[%s] eq {}} {}',
    'if {"[%s]" eq {}} {}',
    'if {$a([%s]) eq {}} {}',
    'if {1 && ([%s] == 1)} {}',
    'if "[%s]" {}',
    'if {%s} {}',
    'if {{%s} eq {}} {}',
    'while {[incr i] < 3} {%s}',
    'while {[%s] eq {}} {break}',
    'for {%s} {[incr i] < 3} {} {}',
    'for {} {[incr i] < 3} {%s} {}',
    'for {} {[incr i] < 3} {} {%s}',
    'for {} {[%s] eq {}} {} {}',
    'foreach v {1 2} {%s}',
    'foreach v {%s} {log a}',
    'foreach v [%s] {log a}',
    'switch -- x x {%s}',
    'switch x {x {%s}}',
    'switch x {y - x {%s} default {log a}}',
    'switch [%s] {default {log a}}',
    'switch {%s} {default {log a}}',
    'catch {%s}',
    'catch {%s} v',
    'catch "%s"',
    'expr {[%s]}',
    'expr [%s]',
    'expr {%s}',
    'eval {%s}',
    'eval "%s"',
    'uplevel 0 {%s}',
    'subst {[%s]}',
    'after 0 {%s}',
    'apply {{} {%s}}',
    'try {%s}',
    'namespace eval x {%s}',
    'proc p {} {%s}; call p',
    'proc p {} "%s"; call p',
    'proc p {{v 1}} {%s}; call p',
    'proc p {{v {%s}}} {log $v}; call p',
    'proc p {{v "[%s]"}} {log $v}; call p',
    'clientside {%s}',
    'log [%s]',
    'log "[%s]"',
    'log "a [log [%s]] b"',
    'log $a([%s])',
    'log ${a([%s])}',
    'log {[%s]}',
    'log {%s}',
    'set a([%s]) 1',
    'set b {%s}',
    'set b {%s}; if $b {}',
    'set b {%s}; $b',
    'set b {[%s]}; expr $b',
    'set b {%s}; catch $b',
    'string map {a b} [%s]',
    'lsort -command {%s} {a b}',
    'regexp {[%s]} a',
    'regexp -- [%s] a',
    'regsub a b [%s]',
    'log a; %s',
    'log a ;# c\n%s',
    'log a ;# c \\\n%s',
    '# {\n%s\n# }',
    '# }\n%s\n# {',
    '%s\n# a',
    'return [%s]',
    '{log} {%s}',
    'if {1} {if {1} {if {1} {%s}}}',
    'when A {if {[log [%s]] ne {}} {log "[%s]"}}',
)


#: The places that each fragment is put into beside the first one; the next
#: fragment of its rule has the next places.
EACH = 7


def scripts(rule):
    """The fragments of a rule in places of all kinds, each text once."""
    found = {}
    for number, fragment in enumerate(dict.fromkeys(RULES[rule]())):
        others = (
            PLACES[(number * EACH + turn) % len(PLACES)]
            for turn in range(EACH)
        )
        for place in (PLACES[0], *others):
            found[place.replace('%s', fragment)] = None
    for fragment in OBJECTS if rule == 'names' else ():
        for place in PLACES:
            found[place.replace('%s', fragment)] = None
    return list(found)


#: Where a text of a profile may have a command.
TEXT_PLACES = (
    '[%s]',
    'X: [%s]',
    'a [log [%s]]',
    '[string tolower [%s]]',
    '[string tolower "[%s]"]',
    '[string tolower {[%s]}]',
    '[HTTP::host; %s]',
    '[HTTP::host\n%s]',
    '[# ]\n%s]',
    '\\[%s]',
    '\\\\[%s]',
    '{[%s]}',
    '"[%s]"',
    '$a([%s])',
    '${a[%s]}',
    '[if 1 {%s}]',
    '[while 1 {%s}]',
    '[catch {%s}]',
    '[expr {[%s]}]',
    '[set b {%s}]',
    '[%s',
    '%s]',
    '][%s][',
)
#: Commands that read, and others with the same names.
READING = (
    'HTTP::host',
    'HTTP::host x',
    'HTTP::uri',
    'HTTP::uri /x',
    'HTTP::uri [HTTP::path]',
    'HTTP::header User-Agent',
    'HTTP::header value Host',
    'HTTP::header names',
    'HTTP::header insert X y',
    'HTTP::header remove X',
    'HTTP::header sanitize',
    'HTTP::header [HTTP::host]',
    'HTTP::cookie value a',
    'HTTP::cookie insert name a value b',
    'IP::client_addr',
    'IP::remote_addr clientside',
    'IP::tos 5',
    'TCP::client_port',
    'TCP::close',
    'SSL::cert 0',
    'SSL::cert mode require',
    'SSL::cipher name',
    'X509::subject [SSL::cert 0]',
    'URI::path /a/b',
    'LB::server addr',
    'LB::server',
    'LB::detach',
    'virtual name',
    'virtual',
    'virtual /Other/v',
    'class match [HTTP::host] equals /Other/d',
    'class lookup a [HTTP::host]',
    'string tolower [HTTP::host]',
    'string is integer -failindex ::static::x a',
    'clock seconds',
    'format %s x',
    'b64encode [HTTP::host]',
    'md5 a',
    'HTTP::respond 200',
    'HTTP::redirect /x',
    'HTTP::payload',
    'set x',
    'set ::static::x 1',
    'incr x',
    'drop',
    'reject',
    'log local0. a',
    'event disable all',
    'pool',
    'pool /Other/p',
    'active_members /Other/p',
    'snat automap',
    'persist none',
    'table set a b',
    'discard',
    'return a',
)


def texts():
    """Texts of profiles, with each fragment in each place."""
    found = {}
    for fragment in (*READING, *OBJECTS, *_around(HIDDEN)):
        for place in TEXT_PLACES:
            found[place.replace('%s', fragment)] = None
    return list(found)
