package payment

// Name is the status in the words of the back office.
func (s Status) Name() string {
	switch s {
	case Open:
		return "open"
	case Paid:
		return "paid"
	case Closing:
		return "closing"
	case Closed:
		return "closed"
	}
	return ""
}

// Statuses lists the statuses of payments in their order.
func Statuses() []Status { return []Status{Open, Paid, Closing, Closed} }

// Name is the state of a refund in the words of the back office.
func (s RefundStatus) Name() string {
	switch s {
	case Requested:
		return "requested"
	case Sent:
		return "sent"
	case Confirmed:
		return "confirmed"
	}
	return ""
}

// RefundStatuses lists the states of refunds in their order.
func RefundStatuses() []RefundStatus { return []RefundStatus{Requested, Sent, Confirmed} }

// Name is the state of a run in the words of the back office.
func (s RunState) Name() string {
	switch s {
	case RunRunning:
		return "running"
	case RunDone:
		return "done"
	case RunFailed:
		return "failed"
	}
	return ""
}

// Name is the state of a difference in the words of the back office.
func (h Handled) Name() string {
	switch h {
	case DifferenceOpen:
		return "open"
	case DifferenceFollowed:
		return "followed"
	case DifferenceExplained:
		return "explained"
	}
	return ""
}

// HandledStates lists the states of differences in their order.
func HandledStates() []Handled {
	return []Handled{DifferenceOpen, DifferenceFollowed, DifferenceExplained}
}

// Named finds the one of that name; nil for no name, and false where there is none of it.
func Named[T interface{ Name() string }](name string, all []T) (*T, bool) {
	if name == "" {
		return nil, true
	}
	for i := range all {
		if all[i].Name() == name {
			return &all[i], true
		}
	}
	return nil, false
}

// RefundReasons lists why money goes back.
func RefundReasons() []string {
	return append(ExceptionKinds(), ReasonAfterSale)
}

// ExceptionKinds lists the ways in which money fits no order.
func ExceptionKinds() []string {
	return []string{ReasonOrderClosed, ReasonPaidTwice, ReasonWrongAmount, ReasonUnknownOrder}
}
