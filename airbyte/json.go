package airbyte

import "strconv"

// AppendJSONString appends s as a JSON string, quotes included.
func AppendJSONString[T string | []byte](dst []byte, s T) []byte {
	return strconv.AppendQuote(dst, string(s))
}
