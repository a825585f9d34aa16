package intacct

import "bytes"

// Edges looks up the text of a field in the page's first and last records,
// without reading the records between. It is a guess to plan by: only Next
// finds out whether the reply can be trusted, and a field that is missing from
// the last record is taken from an earlier one.
func (p *Page) Edges(field string) (first, last []byte, ok bool) {
	if p.body == nil || p.Count == 0 {
		return nil, nil, false
	}
	text, tag := p.text(), []byte("<"+field+">")
	first, ok1 := textAfter(text, bytes.Index(text, tag)+len(tag), len(tag))
	last, ok2 := textAfter(text, bytes.LastIndex(text, tag)+len(tag), len(tag))
	return first, last, ok1 && ok2
}

// textAfter is the text from a place up to the next tag. Places before least
// are none.
func textAfter(text []byte, from, least int) ([]byte, bool) {
	if from < least {
		return nil, false
	}
	length := bytes.IndexByte(text[from:], '<')
	if length < 0 {
		return nil, false
	}
	return text[from : from+length], true
}
