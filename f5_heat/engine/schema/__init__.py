# SPDX-License-Identifier: Apache-2.0

"""Properties and attributes that know their form in iControl's JSON.

It imports no other room of the engine; all of them import it. What a resource
type uses of it is named here.
"""

from f5_heat.engine.schema import fields

BY_REFERENCE = fields.BY_REFERENCE
INHERITED = fields.INHERITED
Address = fields.Address
Attribute = fields.Attribute
Bare = fields.Bare
Boolean = fields.Boolean
Choice = fields.Choice
Integer = fields.Integer
List = fields.List
Map = fields.Map
Metadata = fields.Metadata
Network = fields.Network
Number = fields.Number
Property = fields.Property
Reference = fields.Reference
References = fields.References
Script = fields.Script
String = fields.String
Switch = fields.Switch
Text = fields.Text
concealed = fields.concealed
drop = fields.drop
get = fields.get
given = fields.given
put = fields.put
resolve = fields.resolve
same_path = fields.same_path
