package source

// hotglueKeys are the fields by which hotglue's tap knows records that have no
// record number as their key there (hotglue, tap-intacct: KEY_PROPERTIES).
var hotglueKeys = map[string]string{"VENDOR": "VENDORID", "DEPARTMENT": "DEPARTMENTID"}

// likeHotglue gives a stream the key that it has in hotglue's tap.
func (st *stream) likeHotglue() {
	if st.row == nil {
		return
	}
	if key := st.column(hotglueKeys[st.row.Name]); key != nil {
		key.strict = true
		st.identity = []*column{key}
	}
}
