// Package gateway asks what all rooms of the source ask in the same manner, and
// says what a failure means to a stream.
package gateway

import (
	"context"
	"errors"
	"fmt"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
)

// WithPrivate is a client whose queries show private records too.
func WithPrivate(client *intacct.Client) intacct.Querier { return withPrivate{client} }

type withPrivate struct{ *intacct.Client }

func (c withPrivate) Query(ctx context.Context, q intacct.Query) (*intacct.Page, error) {
	// Inside an entity there are no private records of others to show.
	q.ShowPrivate = c.EntityID() == ""
	return c.Client.Query(ctx, q)
}

// Ask sends a query for one page.
func Ask(ctx context.Context, client *intacct.Client, q intacct.Query, size, offset int) (*intacct.Page, error) {
	q.PageSize, q.Offset = size, offset
	return WithPrivate(client).Query(ctx, q)
}

// Excluded tells the gateway's final word on one object from failures that
// say nothing about it.
func Excluded(err error) (excluded, failed error) {
	var failure *intacct.Error
	if isNothing(err) {
		return err, nil
	}
	if errors.As(err, &failure) && failure.Stage == intacct.StageResult && !failure.Temporary() {
		return err, nil
	}
	return nil, err
}

// A NothingError says why there is nothing to read, as the company stands.
type NothingError string

func (e NothingError) Error() string { return string(e) }

// isNothing reports whether an error is a NothingError.
func isNothing(err error) bool {
	var nothing NothingError
	return errors.As(err, &nothing)
}

// IsFatal reports whether no further request has a chance: the sign-in was
// refused, or the budget of calls is spent.
func IsFatal(err error) bool {
	var failure *intacct.Error
	var budget *intacct.BudgetError
	return errors.As(err, &budget) ||
		errors.As(err, &failure) && failure.Stage&(intacct.StageControl|intacct.StageAuthentication) != 0
}

// UserFormat reads how the user's dates are written.
func UserFormat(ctx context.Context, client *intacct.Client) (intacct.Format, error) {
	format, err := client.UserFormatting(ctx)
	var failure *intacct.Error
	if err != nil && !errors.As(err, &failure) {
		return format, airbyte.Errorf(airbyte.ConfigError, "%w; choose another one in the user's preferences in Intacct, such as mm/dd/yyyy with 24 hours", err)
	}
	if err != nil {
		return format, fmt.Errorf("how the user's dates are written cannot be read: %w", err)
	}
	return format, nil
}

// MaxIn is how many values the gateway takes in one condition.
const MaxIn = 1000
