# SPDX-License-Identifier: Apache-2.0

# Runs one script in a safe interpreter, controlled by messages on stdin and
# stdout. A message is a line of words, each in Base64, with tabs between.

package require Tcl 8.6-

foreach channel {stdin stdout} {
    fconfigure $channel -translation lf -encoding iso8859-1 \
        -buffering line
}

proc send {args} {
    set line {}
    foreach word $args {
        lappend line [binary encode base64 [encoding convertto utf-8 $word]]
    }
    puts stdout [join $line \t]
    flush stdout
}

proc receive {} {
    if {[gets stdin line] < 0} {
        exit
    }
    set words {}
    foreach word [split $line \t] {
        lappend words [encoding convertfrom utf-8 \
                           [binary decode base64 $word]]
    }
    return $words
}

# A command of the script that the simulator answers.
proc ask {verb args} {
    send call $verb {*}$args
    lassign [receive] outcome text
    if {$outcome ne {ok}} {
        return -code error -errorinfo {} $text
    }
    return $text
}

# On a device a script may be included; its procedures are then there.
proc include {name} {
    return [interp eval script [ask include $name]]
}

proc run_proc {name args} {
    lassign [split $name :] file procedure
    include $file
    return [interp eval script [list $procedure {*}$args]]
}

proc output {args} {
    set newline \n
    if {[lindex $args 0] eq {-nonewline}} {
        set newline {}
        set args [lrange $args 1 end]
    }
    if {[llength $args] == 2 && [lindex $args 0] in {stdout stderr}} {
        set args [lrange $args 1 end]
    }
    if {[llength $args] != 1} {
        return -code error -errorinfo {} \
            "puts writes to stdout and stderr only"
    }
    ask puts [lindex $args 0]$newline
    return
}

proc refused {name args} {
    return -code error -errorinfo {} "$name is not available in the simulator"
}

proc prepare {directory} {
    interp create -safe script
    foreach verb {
        begin_transaction cd commit_transaction create delete get_config
        field_value get_field_names get_name get_type list log log_dest
        log_level modify publish pwd stateless version
    } {
        interp alias script tmsh::$verb {} ask $verb
    }
    foreach name {
        tmsh::cancel_transaction tmsh::generate tmsh::get_status
        tmsh::install tmsh::load tmsh::reset_stats tmsh::run tmsh::save
        tmsh::show cd exec exit fconfigure file glob load open pwd socket
        source unload
    } {
        interp alias script $name {} refused $name
    }
    interp alias script tmsh::include {} include
    interp alias script tmsh::run_proc {} run_proc
    interp alias script puts {} output
    foreach name {tmsh.tcl iapp.tcl} {
        set file [open [file join $directory $name]]
        fconfigure $file -encoding utf-8
        interp eval script [read $file]
        close $file
    }
}

# What Tcl says of an error, as a command in C would have raised it.
proc trace_of {message} {
    set trace [interp eval script {set ::errorInfo}]
    set start "$message\n    invoked from within"
    if {[string first $start $trace] == 0} {
        set trace "$message\n    while executing[string range $trace \
            [string length $start] end]"
    }
    return $trace
}

proc lift_limits {} {
    interp limit script time -seconds {}
    interp limit script commands -value {}
}

proc run {script} {
    # The limits reach through the script's own catch and through this one,
    # which is what finds the number of the line.
    interp eval script {set ::errorInfo {}}
    if {[catch {
        interp eval script [list catch $script ::tmsh::result \
            ::tmsh::options]
    } code]} {
        lift_limits
        send failed $code {} 0
        return
    }
    lift_limits
    if {$code == 2 && [interp eval script {
        expr {[dict get $::tmsh::options -code] == 1}
    }]} {
        # As at the end of any script of Tcl, "return -code error" is an
        # error. What a device prints of where it was is not recorded.
        send failed [interp eval script {set ::tmsh::result}] {} 0
        return
    }
    if {$code != 1} {
        send done
        return
    }
    set message [interp eval script {set ::tmsh::result}]
    send failed $message [trace_of $message] \
        [interp eval script {dict get $::tmsh::options -errorline}]
}

prepare [file dirname [info script]]
send ready
while {1} {
    set words [receive]
    switch [lindex $words 0] {
        set {
            interp eval script [list set ::[lindex $words 1] \
                                    [lindex $words 2]]
        }
        limit {
            set end [expr {[clock milliseconds] + [lindex $words 1]}]
            interp limit script time -seconds [expr {$end / 1000}] \
                -milliseconds [expr {$end % 1000}]
            interp limit script commands -value [expr {
                [interp eval script {info cmdcount}] + [lindex $words 2]}]
        }
        run {
            run [lindex $words 1]
        }
    }
}
