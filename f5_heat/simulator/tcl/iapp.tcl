# SPDX-License-Identifier: Apache-2.0

# The package iapp: what F5's documentation says of its procedures ("iApp
# Utility Package" on clouddocs.f5.com), in words of this project.
#
# The parts of that page that are not at hand are marked "unverified".

namespace eval iapp {}

proc iapp::template {action} {
    switch -- $action {
        start - stop - end {
            puts "$tmsh::app_name: $action"
        }
        default {
            error "iapp::template: start or stop is expected, not $action"
        }
    }
    return
}

proc iapp::debug {args} {
    # Words in ::SENSITIVES stay out of the log.
    set text [join $args]
    if {[info exists ::SENSITIVES]} {
        foreach word $::SENSITIVES {
            set text [string map [list $word ********] $text]
        }
    }
    puts $text
    return
}

# True if a variable exists and is one of some values.
proc iapp::is {name args} {
    upvar 1 $name value
    return [expr {[info exists value] && $value in $args}]
}

# An entry of an array, "*" for all other keys, substituted where it is used.
proc iapp::substa {entry} {
    set open [string first ( $entry]
    set name [string range $entry 0 [expr {$open - 1}]]
    set key [string range $entry [expr {$open + 1}] end-1]
    if {![uplevel 1 [list info exists ${name}($key)]]} {
        set key *
    }
    return [uplevel 1 [list subst [uplevel 1 [list set ${name}($key)]]]]
}

# A command of tmsh; returns the name of the object, so that it may stand
# where the object is referred to.
proc iapp::conf {action args} {
    set text [join $args]
    puts "tmsh $action $text"
    uplevel 1 [list tmsh::$action $text]
    return [tmsh::get_name $text]
}

# Names of objects. Unverified: what each option changes in the answer.
proc iapp::get_items {args} {
    set exists 0
    set quiet 0
    set recursive 1
    set filter {}
    while {[string match -* [lindex $args 0]]} {
        set args [lassign $args option]
        switch -- $option {
            -exists { set exists 1 }
            -nocomplain { set quiet 1 }
            -local - -norecursive { set recursive 0 }
            -list {}
            -filter { set args [lassign $args filter] }
            default { error "iapp::get_items: unknown option $option" }
        }
    }
    set text [join $args]
    if {$recursive && [llength $text] == [llength [tmsh::get_type $text]]} {
        set here [tmsh::pwd]
        tmsh::cd /
        set failed [catch {tmsh::get_config $text recursive} found]
        tmsh::cd $here
    } else {
        set failed [catch {tmsh::get_config $text} found]
        if {$failed && ![string match /* [lindex $text end]]} {
            set text [lreplace $text end end /Common/[lindex $text end]]
            set failed [catch {tmsh::get_config $text} found]
        }
    }
    if {$exists} {
        return [expr {!$failed && [llength $found] > 0}]
    }
    if {$failed} {
        if {$quiet} {
            return {}
        }
        return -code error $found
    }
    set names {}
    foreach object $found {
        if {$filter eq {} || [string match $filter \
                                  [tmsh::get_name $object]]} {
            lappend names [tmsh::get_name $object]
        }
    }
    return $names
}

proc iapp::get_provisioned {module} {
    foreach object [tmsh::get_config sys provision] {
        if {[tmsh::get_name $object] eq $module} {
            return [expr {[tmsh::get_field_value $object level level]
                          && $level ne {none}}]
        }
    }
    return 0
}

# An address and a port as a destination. Unverified: that the mask of an
# option is part of the result.
proc iapp::destination {args} {
    set mask {}
    while {[string match -* [lindex $args 0]]} {
        set args [lassign $args option value]
        switch -- $option {
            -mask { set mask " mask $value" }
            -length { append address /$value }
            -route_domain - -rd { set domain %$value }
            default { error "iapp::destination: unknown option $option" }
        }
    }
    lassign $args host port
    if {$port in {{} 0 *}} {
        set port any
    }
    if {[info exists domain] && ![string match *%* $host]} {
        append host $domain
    }
    set separator [expr {[string match *:*:* $host] ? {.} : {:}}]
    return $host$separator$port$mask
}

# A table of servers as the members of a pool. Unverified: the names of the
# columns other than addr and port.
proc iapp::pool_members {args} {
    set table [lindex $args end]
    foreach name [list $table ::$table] {
        if {[llength $table] == 1 && [uplevel 1 [list info exists $name]]} {
            set table [uplevel 1 [list set $name]]
            break
        }
    }
    set members {}
    foreach row $table {
        array unset column
        array set column {port any}
        array set column [lindex $row 0]
        if {![info exists column(addr)] || $column(addr) eq {}} {
            continue
        }
        set values {}
        foreach {name property} {
            connection_limit connection-limit
            priority priority-group
            ratio ratio
            state session
        } {
            if {[info exists column($name)] && $column($name) ne {}} {
                append values " $property $column($name)"
            }
        }
        set member [iapp::destination $column(addr) $column(port)]
        if {[string first : $column(addr)] >= 0
            || [regexp {^[0-9.]+(%[0-9]+)?$} $column(addr)]} {
            append values " address $column(addr)"
        }
        append members " $member \{$values \}"
    }
    return $members
}

proc iapp::make_safe_password {password} {
    return [string map {\\ \\\\ ' \\' # \\#} $password]
}

# The version of the device, or what a comparison with it says. Unverified:
# the order of the words.
proc iapp::tmos_version {args} {
    set version [tmsh::version]
    switch [llength $args] {
        0 {
            return $version
        }
        1 {
            set args [list >= {*}$args]
        }
    }
    lassign $args operator other
    if {$operator ni {== != < <= > >=}} {
        error "iapp::tmos_version: unknown operator $operator"
    }
    return [expr "\[package vcompare [list $version] [list $other]\] \
        $operator 0"]
}

package provide iapp 1.1.0
