package sandbox

import (
	"bytes"

	"airbyte-sage-intacct/sandbox/xmltree"
)

// key is the function's place in the memory of executed control ids, "" when
// the request does not ask for it. An empty id tells nothing apart: clients in
// production send it with every function and leave uniqueid out.
func (o *operation) key(function *xmltree.Element) string {
	id := function.Attr("controlid")
	if id == "" || !o.request.control.uniqueID || !o.gateway.settings.RememberControlIDs {
		return ""
	}
	return memoryKey(o.sender.ID, id)
}

// claim looks whether the function was executed before, and if so answers it.
func (o *operation) claim(key string) (why failure, repeated bool) {
	if key == "" {
		return nil, false
	}
	earlier := o.gateway.memory.claim(key)
	if earlier == nil {
		o.keys = append(o.keys, key)
		return nil, false
	}
	if o.gateway.settings.Repeated == RepeatedReplays && earlier.completed {
		o.w.buf = append(o.w.buf, earlier.payload...)
		return nil, true
	}
	return o.gateway.repeatedError(), true
}

func (s *Sandbox) repeatedError() failure {
	if s.settings.RepeatedError.Errno != "" {
		return fail(&s.settings.RepeatedError)
	}
	return failing(errGateway, "The function was previously executed and completed under the same control ID.")
}

// remember keeps what a successful function was answered until settle.
func (o *operation) remember(key string, why failure, payload int) {
	if key == "" {
		return
	}
	if why != nil {
		o.gateway.memory.release(key)
		return
	}
	var kept []byte
	if o.gateway.settings.Repeated == RepeatedReplays {
		kept = bytes.Clone(o.w.buf[payload:])
	}
	o.payloads = append(o.payloads, kept)
}

// settle makes the memory of successful functions final.
func (o *operation) settle() {
	for i, key := range o.keys {
		if i < len(o.payloads) {
			o.gateway.memory.complete(key, o.payloads[i])
		}
	}
	o.keys, o.payloads = nil, nil
}

// giveUp forgets the functions of a transaction that was rolled back.
func (o *operation) giveUp() {
	for _, key := range o.keys {
		o.gateway.memory.release(key)
	}
	o.keys, o.payloads = nil, nil
}
