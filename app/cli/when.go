package cli

import (
	"strings"
	"time"
)

// A stretch is a time as a person says it: the day, the minute or the second
// that was named. What is "since" it begins with it; what is "until" it, and a
// version "at" it, ends with it.
type stretch struct{ from, to time.Time } // to is not part of it

// timeForms are the ways to write a time, and how long what they name lasts.
var timeForms = []struct {
	layout string
	length time.Duration // 0 for a day
	today  bool          // of the present day
}{
	{"2006-01-02T15:04:05Z07:00", time.Second, false},
	{"2006-01-02T15:04:05", time.Second, false},
	{"2006-01-02T15:04", time.Minute, false},
	{"2006-01-02", 0, false},
	{"15:04:05", time.Second, true},
	{"15:04", time.Minute, true},
}

// parseStretch reads a time, in this computer's time zone if it names none.
func parseStretch(s string, now time.Time) (stretch, error) {
	now = now.Local()
	midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.Local)
	switch s {
	case "today":
		return stretch{midnight, midnight.AddDate(0, 0, 1)}, nil
	case "yesterday":
		return stretch{midnight.AddDate(0, 0, -1), midnight}, nil
	}
	for _, f := range timeForms {
		t, err := time.ParseInLocation(f.layout, strings.Replace(s, " ", "T", 1), time.Local)
		if err != nil {
			continue
		}
		if f.today {
			t = time.Date(now.Year(), now.Month(), now.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.Local)
			if t.After(now) {
				return stretch{}, wrong("It is not %s yet today. Write the day, too: %sT%s.", s, midnight.AddDate(0, 0, -1).Format("2006-01-02"), s)
			}
		}
		length := f.length
		switch {
		case length == 0:
			return stretch{t, t.AddDate(0, 0, 1)}, nil
		case strings.Contains(s, "."): // as --json prints it
			length = time.Millisecond
		}
		return stretch{t, t.Add(length)}, nil
	}
	return stretch{}, wrong("“%s” is neither a version nor a time. A time looks like 2026-11-24T14:02, 2026-11-24 or 14:02; “chirograph log” lists versions.", clean(s))
}

// A period is what --since and --until let through, in Unix milliseconds. 0 is
// no bound.
type period struct{ since, until int64 }

// parsePeriod reads --since and --until.
func parsePeriod(since, until string, now time.Time) (period, error) {
	var p period
	if since != "" {
		s, err := parseStretch(since, now)
		if err != nil {
			return p, err
		}
		p.since = s.from.UnixMilli()
	}
	if until != "" {
		s, err := parseStretch(until, now)
		if err != nil {
			return p, err
		}
		p.until = s.to.UnixMilli()
	}
	return p, nil
}

// touches tells whether some of the time from first to last is let through.
func (p period) touches(first, last int64) bool {
	return last >= p.since && (p.until == 0 || first < p.until)
}

// The forms in which times are printed.
const (
	toMinute = "2006-01-02 15:04"
	toSecond = "2006-01-02 15:04:05"
)

// minute is a time in Unix milliseconds, for people.
func minute(ms int64) string { return time.UnixMilli(ms).Local().Format(toMinute) }

// between is the time from first to last, in Unix milliseconds, for people.
func between(first, last int64, form string) string {
	a, b := time.UnixMilli(first).Local(), time.UnixMilli(last).Local()
	from, to := a.Format(form), b.Format(form)
	switch {
	case from == to:
		return from
	case from[:len("2006-01-02")] == to[:len("2006-01-02")]:
		return from + "–" + to[len("2006-01-02 "):]
	}
	return from + "–" + to
}

// utc is a time in Unix milliseconds, for JSON.
func utc(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
