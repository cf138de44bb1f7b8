# Licensed under the Apache License, Version 2.0 (the "License"); you may
# not use this file except in compliance with the License. You may obtain
# a copy of the License at
#
#      http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
# WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the
# License for the specific language governing permissions and limitations
# under the License.

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
