# Runs texts of Tcl as a BIG-IP runs iRules, and tells what they call.
#
# Standard input has a line for each text: `script` or `text` and the text in
# hexadecimal. Standard output has a line for each: the commands of iRules that
# were called, with their words in hexadecimal, and `variable NAME` for each
# variable outside of the connection that was read, set or unset.

# What an iRule has of Tcl; all else is called like a command of iRules.
set kept {
    append array binary break catch concat continue expr for foreach format if
    incr info join lappend lindex linsert list llength lrange lreplace lsearch
    lset lsort proc regexp regsub return scan set split string switch unknown
    unset while
}

set called {}

proc hex {text} {
    binary scan [encoding convertto utf-8 $text] H* digits
    return $digits
}

proc note {args} {
    global called
    lappend called [join [lmap word $args {hex $word}] ,]
}

proc command {child args} {
    note {*}$args
    return 1
}

# A script is run where it is called.
proc run {child args} {
    interp eval $child [lindex $args end]
}

proc call {child args} {
    note call {*}$args
    set name [lindex $args 0]
    if {[interp eval $child [list info procs $name]] ne {}} {
        return [interp eval $child $args]
    }
    return 1
}

proc foreign {child name args} {
    note variable $name
}

proc made {} {
    global kept
    set child [interp create -safe]
    foreach name [interp eval $child {info commands}] {
        if {$name ni $kept} {
            interp hide $child $name
        }
    }
    interp alias $child unknown {} command $child
    interp alias $child call {} call $child
    foreach name {when clientside serverside peer} {
        interp alias $child $name {} run $child
    }
    # Any element of an array may be read.
    interp alias $child _element {} element $child
    interp alias $child _foreign {} foreign $child
    interp alias $child _trace {} interp invokehidden $child trace
    interp alias $child _subst {} interp invokehidden $child subst
    interp invokehidden $child namespace eval ::static {}
    foreach name {::static::x ::g} {
        interp eval $child [list set $name 1]
        interp invokehidden $child trace add variable $name \
            {read write unset} [list _foreign $name]
    }
    interp eval $child {
        set errorInfo {}
        set errorCode {}
        proc _run {} {}
    }
    return $child
}

proc element {child name index args} {
    if {$index ne {}} {
        interp eval $child [list set ${name}($index) 1]
    }
}

set variables {
    set x 1
    set p /Other/computed
    set o --
    set e {[pool /Other/evaluated]}
    set n ::static::x
    set c pool
    set s {pool /Other/evaluated}
    set a(b) 1
    set i 0
}

proc judge {kind text} {
    global called child variables
    set called {}
    if {![info exists child]} {
        set child [made]
    }
    set before [state $child]
    set head "$variables\n_trace add variable a read _element\n"
    if {$kind eq {script}} {
        interp eval $child [list proc _run {} $head$text]
    } else {
        interp eval $child [list proc _run {} "$head\n_subst [list $text]"]
    }
    set count [interp eval $child {info cmdcount}]
    interp limit $child commands -value [expr {$count + 1000}]
    # A loop without commands.
    interp limit $child time -seconds [expr {[clock seconds] + 2}]
    catch {interp eval $child _run}
    interp limit $child commands -value {}
    interp limit $child time -seconds {}
    lassign $before globals
    set after [state $child]
    foreach name [lindex $after 0] {
        if {$name ni $globals} {
            note variable $name
        }
    }
    if {$after ne $before} {
        interp delete $child
        unset child
    }
}

# What a text may leave behind.
proc state {child} {
    interp eval $child {
        list [lsort [info globals]] [info procs] [llength [info commands]]
    }
}

fconfigure stdout -buffering full
while {[gets stdin line] >= 0} {
    lassign $line kind digits
    judge $kind [encoding convertfrom utf-8 [binary format H* $digits]]
    puts $called
}
