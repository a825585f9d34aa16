package stream

import "airbyte-sage-intacct/source/encode"

// likeHotglue gives a stream the key that it has in hotglue's tap.
func (st *Stream) likeHotglue() {
	if st.Row == nil {
		return
	}
	if key := st.column(st.Row.HotglueKey); key != nil {
		key.Strict = true
		st.Identity = []*encode.Column{key}
	}
}
