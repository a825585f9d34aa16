package source

import "airbyte-sage-intacct/source/encode"

// likeHotglue gives a stream the key that it has in hotglue's tap.
func (st *stream) likeHotglue() {
	if st.row == nil {
		return
	}
	if key := st.column(st.row.HotglueKey); key != nil {
		key.Strict = true
		st.identity = []*encode.Column{key}
	}
}
