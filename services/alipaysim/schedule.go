package alipaysim

import "time"

// intervals are the waits between the sends of a notification that nobody has answered with success: eight sends within
// a little more than 24 hours, as Alipay documents them.
func intervals() []time.Duration {
	const m, h = time.Minute, time.Hour
	return []time.Duration{4 * m, 10 * m, 10 * m, h, 2 * h, 6 * h, 15 * h}
}

// reorderHold is how long a notification waits for a later one that it lets go first.
const reorderHold = 5 * time.Minute

// Scale says how much faster than the real one Alipay's clock of waits runs here: at 60 a minute takes a second.
type Scale int

// shrink turns a wait of Alipay's into ours.
func (s Scale) shrink(d time.Duration) time.Duration {
	if s < 1 {
		return d
	}
	return d / time.Duration(s)
}

// after tells how long to wait after so many rounds; ok is false when the schedule is used up.
func (s Scale) after(rounds int) (wait time.Duration, ok bool) {
	all := intervals()
	if rounds < 1 || rounds > len(all) {
		return 0, false
	}
	return s.shrink(all[rounds-1]), true
}

// BillURLLife is how long a bill's address may be used. Alipay gives it 30 seconds; it does not fall below two, so that a
// busy machine can still make the call.
func (s Scale) BillURLLife() time.Duration {
	return max(s.shrink(30*time.Second), 2*time.Second)
}
