package phrases

import (
	"strconv"
	"strings"
	"time"
)

// Format is how a language writes numbers, dates and times.
type Format struct {
	Thousands string // between groups of three digits
	Date      string // of {day}, {month} and {year}
	Month     [12]string
	Weekdays  [7]string // short, Sunday first
	Today     string    // a moment of today: {time}
	Yesterday string
	Lately    string // a moment of the last six days: {day} of the week and {time}
	Earlier   string // a moment of another day: {date} and {time}

	DayToday     string // headings, in small capitals
	DayYesterday string
}

var englishFormat = Format{
	Thousands: ",",
	Date:      "{day} {month} {year}",
	Month:     [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
	Weekdays:  [7]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
	Today:     "today {time}",
	Yesterday: "yesterday {time}",
	Lately:    "{day} {time}",
	Earlier:   "{date}, {time}",

	DayToday:     "TODAY",
	DayYesterday: "YESTERDAY",
}

var germanFormat = Format{
	Thousands: ".",
	Date:      "{day}. {month} {year}",
	Month:     [12]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
	Weekdays:  [7]string{"So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"},
	Today:     "heute {time}",
	Yesterday: "gestern {time}",
	Lately:    "{day} {time}",
	Earlier:   "{date}, {time}",

	DayToday:     "HEUTE",
	DayYesterday: "GESTERN",
}

// Number writes n with its thousands set apart.
func (p *Phrases) Number(n int) string {
	s := strconv.Itoa(n)
	first := 0 // digit
	if n < 0 {
		first = 1
	}
	for i := len(s) - 3; i > first; i -= 3 {
		s = s[:i] + p.Format.Thousands + s[i:]
	}
	return s
}

// Date writes the day of t, in its time zone.
func (p *Phrases) Date(t time.Time) string {
	return With(p.Format.Date, "day", t.Day(), "month", p.Format.Month[t.Month()-1], "year", t.Year())
}

// Time writes the time of day of t, to the minute.
func (p *Phrases) Time(t time.Time) string { return t.Format("15:04") }

// Day is the heading over what was on the day of t, as seen at now.
func (p *Phrases) Day(t, now time.Time) string {
	switch yesterday := now.AddDate(0, 0, -1); {
	case t.Year() == now.Year() && t.YearDay() == now.YearDay():
		return p.Format.DayToday
	case t.Year() == yesterday.Year() && t.YearDay() == yesterday.YearDay():
		return p.Format.DayYesterday
	}
	return strings.ToUpper(p.Date(t))
}

// Weekday is the day of t, as seen at now, as short as it is clear.
func (p *Phrases) Weekday(t, now time.Time) string {
	if recent(t, now) {
		return p.Format.Weekdays[t.Weekday()]
	}
	return p.Date(t)
}

// recent reports whether the day of the week says which day t was on.
func recent(t, now time.Time) bool {
	d := now.Sub(t)
	return 0 <= d && d < 6*24*time.Hour
}

// Moment writes when t was, as seen at now, as short as it is clear.
func (p *Phrases) Moment(t, now time.Time) string { return p.moment(t, now, p.Time(t)) }

// MomentExact is Moment to the second.
func (p *Phrases) MomentExact(t, now time.Time) string {
	return p.moment(t, now, t.Format("15:04:05"))
}

func (p *Phrases) moment(t, now time.Time, clock string) string {
	form := p.Format.Earlier
	switch day := func(t time.Time) [2]int { return [2]int{t.Year(), t.YearDay()} }; day(t) {
	case day(now):
		form = p.Format.Today
	case day(now.AddDate(0, 0, -1)):
		form = p.Format.Yesterday
	default:
		if recent(t, now) {
			form = p.Format.Lately
		}
	}
	return With(form, "date", p.Date(t), "day", p.Format.Weekdays[t.Weekday()], "time", clock)
}
