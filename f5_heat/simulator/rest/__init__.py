# SPDX-License-Identifier: Apache-2.0

"""iControl REST: who asks, what a request means, and the answer to it.

It imports all rooms below it; control and server import it."""
