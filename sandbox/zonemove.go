package sandbox

import (
	"fmt"
	"strings"
	"time"
)

// A ZoneMove is a person who moves the time zone of all users by hand, as many
// do twice a year because Intacct knows no daylight saving.
type ZoneMove struct {
	At    time.Time
	By    time.Duration
	Shown ZoneShown
}

// ZoneShown is where a move of the zone shows. What the real gateway does is not
// public.
type ZoneShown string

// Where a move shows: everywhere, or in the times of replies and conditions only,
// or in the users' formatting only.
const (
	ZoneShownBoth         ZoneShown = ""
	ZoneShownInReplies    ZoneShown = "replies"
	ZoneShownInFormatting ZoneShown = "formatting"
)

// offsetText writes an offset as +hh:mm.
func offsetText(offset time.Duration) string {
	return time.Unix(0, 0).In(time.FixedZone("", int(offset/time.Second))).Format("-07:00")
}

// parseZoneMove reads TIME,DURATION or TIME,DURATION,PLACE.
func parseZoneMove(text string) (ZoneMove, error) {
	parts := strings.Split(text, ",")
	if len(parts) < 2 || len(parts) > 3 {
		return ZoneMove{}, fmt.Errorf("%q is not TIME,DURATION or TIME,DURATION,PLACE", text)
	}
	at, err := time.Parse(time.RFC3339, parts[0])
	if err != nil {
		return ZoneMove{}, err
	}
	by, err := time.ParseDuration(parts[1])
	if err != nil {
		return ZoneMove{}, err
	}
	move := ZoneMove{At: at, By: by}
	if len(parts) > 2 {
		move.Shown = ZoneShown(parts[2])
	}
	if move.Shown != ZoneShownBoth && move.Shown != ZoneShownInReplies && move.Shown != ZoneShownInFormatting {
		return ZoneMove{}, fmt.Errorf("%q is none of replies, formatting", parts[2])
	}
	return move, nil
}
