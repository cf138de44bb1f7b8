# SPDX-License-Identifier: Apache-2.0

# The part of tmsh's commands for scripts that needs the script's variables.

namespace eval tmsh {}

# The value of a field. With the name of a variable: whether there is such a
# field, and if so its value in the variable.
proc tmsh::get_field_value {object name args} {
    set failed [catch {tmsh::field_value $object $name} found]
    if {[llength $args]} {
        if {$failed} {
            return 0
        }
        upvar 1 [lindex $args 0] value
        set value $found
        return 1
    }
    if {$failed} {
        return -code error $found
    }
    return $found
}
