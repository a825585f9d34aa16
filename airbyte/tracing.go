package airbyte

// trace writes a TRACE and gives it its time.
func (e *Emitter) trace(t Trace) error {
	t.EmittedAt = e.now().UnixMilli()
	if t.Type == ErrorTrace {
		// The platform sorts errors by time and believes the first, so no two may share one.
		t.EmittedAt = max(t.EmittedAt, e.lastError+1)
		e.lastError = t.EmittedAt
	}
	return e.message(Message{Type: TypeTrace, Trace: &t})
}

// failure writes a TRACE ERROR for err, with the stream it concerns, if any.
func (e *Emitter) failure(err error, stream *StreamDescriptor) error {
	failure := &TraceError{
		Message:          e.Shown(userMessage(err)),
		FailureType:      FailureTypeOf(err),
		StackTrace:       lines(e.secret.Hide(stackOf(err))),
		StreamDescriptor: stream,
	}
	if internal := e.Shown(err.Error()); internal != failure.Message {
		failure.InternalMessage = internal
	}
	return e.trace(Trace{Type: ErrorTrace, Error: failure})
}

// fail reports an error that is not that of one stream.
func (e *Emitter) fail(err error) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.failure(err, nil)
}

// Estimate writes a guess of what the stream will bring in this sync.
func (e *Emitter) Estimate(stream string, rows, bytes int64) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	p, err := e.stream(stream)
	if err != nil {
		return err
	}
	return e.trace(Trace{Type: EstimateTrace, Estimate: &TraceEstimate{
		Name: p.descriptor.Name, Namespace: p.descriptor.Namespace, Type: StreamEstimate,
		RowEstimate: rows, ByteEstimate: bytes,
	}})
}
